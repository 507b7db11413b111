import { type Clock, pause } from "../clock";
import type { Service } from "../manifest";
import { publicUrl } from "../public-host";
import type { HttpGet } from "./ports";

/** How long a new task's answers may take to arrive at the public host, and how long between two questions. */
const limitMs = 90_000;
const askEveryMs = 2000;

/** A service's address from a pattern with `{subdomain}` and `{health}` in it. */
export function addressOf(pattern: string, { subdomain, health }: Pick<Service, "subdomain" | "health">): string {
  return publicUrl(pattern, subdomain).replaceAll("{health}", health);
}

export interface HostCheck {
  readonly health: string | undefined;
  readonly version: string | undefined;
  /** The content key that /version must answer; `undefined`: any. */
  readonly key: string | undefined;
}

/** Asks until both addresses answer as they should; the last problem as a sentence when the limit is reached. */
export async function checkHosts(
  { get, clock, cancelled }: { get: HttpGet; clock: Clock; cancelled: AbortSignal },
  check: HostCheck,
): Promise<string | undefined> {
  const until = clock.now() + limitMs;
  for (;;) {
    const problem = (await askHealth(get, check)) ?? (await askVersion(get, check));
    if (!problem) return undefined;
    if (clock.now() >= until || cancelled.aborted) return `${problem} (asked for ${limitMs / 1000} s)`;
    await pause(clock, askEveryMs, cancelled);
  }
}

async function askHealth(get: HttpGet, { health }: HostCheck): Promise<string | undefined> {
  if (!health) return undefined;
  const answer = await tryGet(get, health);
  return answer.status === 200 ? undefined : `${health} answers ${answer.status || answer.body}, wanted 200`;
}

async function askVersion(get: HttpGet, { version, key }: HostCheck): Promise<string | undefined> {
  if (!version || !key) return undefined;
  const { status, body } = await tryGet(get, version);
  if (status !== 200) return `${version} answers ${status || body}, wanted 200`;
  const answered = keyOf(body);
  return answered === key ? undefined : `${version} answers key ${short(answered)}, wanted ${short(key)}`;
}

async function tryGet(get: HttpGet, url: string) {
  try {
    return await get(url);
  } catch (error) {
    return { status: 0, body: `nothing (${(error as Error).message})` };
  }
}

function keyOf(body: string): string {
  try {
    const { key } = JSON.parse(body) as { key?: unknown };
    return typeof key === "string" ? key : "(none)";
  } catch {
    return "(none)";
  }
}

const short = (key: string) => key.slice(0, 12);
