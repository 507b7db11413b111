import { type Clock, pause } from "../clock";
import type { Service } from "../manifest";
import { publicUrl } from "../public-host";
import { unlessAborted } from "./abort";
import type { HttpGet } from "./ports";
import type { Addresses } from "./types";

/** How long a new task's answers may take to arrive at the public host, and how long between two questions. */
const limitMs = 90_000;
const askEveryMs = 2000;
/**
 * Old and new may answer in turn behind one host, so that one good answer is luck. Once they did, it takes twice as many
 * in a row, up to the most.
 */
const goodInARow = 5;
const mostInARow = 20;
const betweenGoodMs = 500;

/** A service's address, `{subdomain}` and `{health}` filled in; `undefined`: it has none. */
export function addressOf(
  addresses: Addresses | undefined,
  { name, subdomain, health }: Pick<Service, "name" | "subdomain" | "health">,
): string | undefined {
  const pattern = typeof addresses === "object" ? addresses[name] : addresses;
  return pattern && publicUrl(pattern, subdomain).replaceAll("{health}", health);
}

export interface HostCheck {
  readonly health: string | undefined;
  readonly version: string | undefined;
  /** The content key that /version must answer; `undefined`: any. */
  readonly key: string | undefined;
}

/**
 * Asks until both addresses answer as they should, again and again; the last problem as a sentence when the limit is reached, else
 * what was seen.
 */
export async function checkHosts(
  tools: Waiting & { get: HttpGet },
  check: HostCheck,
): Promise<{ readonly problem: string } | { readonly problem?: undefined; readonly note: string }> {
  let age: number | undefined;
  const get: HttpGet = async (url) => {
    const answer = await tools.get(url);
    if (url === check.health) age = answer.age;
    return answer;
  };
  const ask = async () => (await askHealth(get, check)) ?? (await askVersion(get, check));
  const problem = await untilGood(tools, ask, { inARow: goodInARow });
  return problem === undefined ? { note: wellAnswered(check, age) } : { problem };
}

interface Waiting {
  readonly clock: Clock;
  readonly cancelled: AbortSignal;
}

interface Patience {
  readonly inARow?: number;
  /** What is asked for is coming, so that the limit does not count yet. */
  readonly isOnItsWay?: () => boolean;
}

/** Asks until there is no problem so often in a row, for as long as an answer may take to arrive at the outside. */
export async function untilGood(
  { clock, cancelled }: Waiting,
  ask: () => Promise<string | undefined>,
  { inARow = 1, isOnItsWay = () => false }: Patience = {},
): Promise<string | undefined> {
  const begun = clock.now();
  const looked = async () => ({ problem: await ask() });
  let problem: string | undefined;
  let wanted = inARow;
  for (let good = 0; ;) {
    const answer = await unlessAborted(looked, cancelled);
    if (answer?.problem && good > 0) wanted = Math.min(wanted * 2, mostInARow);
    good = answer && !answer.problem ? good + 1 : 0;
    if (good === wanted) return undefined;
    problem = answer?.problem ?? problem;
    // What began well in time may come to its end.
    const askedFor = clock.now() - begun;
    if (!answer || (good === 0 && askedFor >= limitMs && !isOnItsWay()))
      return `${problem ?? "nobody has answered"} (${asked(askedFor, wanted > inARow)})`;
    await pause(clock, good > 0 ? betweenGoodMs : askEveryMs, cancelled);
  }
}

/** What was seen at the outside, for whoever wants to know why it is green. A cache answers well whatever runs behind it. */
function wellAnswered({ health, version, key }: HostCheck, age: number | undefined): string {
  const cached = age === undefined ? "" : ` from a cache, ${age} s old, which says nothing of what runs`;
  const seen = [
    health && `${shown(health)} answers 200${cached}`,
    version && key && `${shown(version)} answers key ${short(key)}`,
  ];
  return seen.filter(Boolean).join(", ");
}

function asked(ms: number, wasGood: boolean): string {
  return `asked for ${Math.round(ms / 1000)} s${wasGood ? ", with good answers in between" : ""}`;
}

async function askHealth(get: HttpGet, { health }: HostCheck): Promise<string | undefined> {
  if (!health) return undefined;
  const answer = await tryGet(get, health);
  return answer.status === 200 ? undefined : `${shown(health)} answers ${answer.status || answer.body}, wanted 200`;
}

async function askVersion(get: HttpGet, { version, key }: HostCheck): Promise<string | undefined> {
  if (!version || !key) return undefined;
  const { status, body } = await tryGet(get, version);
  if (status !== 200) return `${shown(version)} answers ${status || body}, wanted 200`;
  const answered = keyOf(body);
  if (answered === key) return undefined;
  const [is, wanted] = short(answered) === short(key) ? [answered, key] : [short(answered), short(key)];
  return `${shown(version)} answers key ${is}, wanted ${wanted}`;
}

async function tryGet(get: HttpGet, url: string) {
  try {
    return await get(url);
  } catch (error) {
    return { status: 0, body: `nothing (${inWords(error as Error)})` };
  }
}

/** Where a name has several addresses, Node's error has no words of its own. */
function inWords(error: Error): string {
  const all = error instanceof AggregateError ? (error.errors as Error[]) : [error];
  return all.map(({ message }) => message).join("; ") || error.name;
}

/** Without the name and password that an address may have, and without its query, where tokens stand. */
const shown = (address: string) => address.replace(/^(https?:\/\/)[^?#]*@/, "$1").replace(/\?.*$/s, "?…");

function keyOf(body: string): string {
  try {
    const { key } = JSON.parse(body) as { key?: unknown };
    return typeof key === "string" ? key : "(none)";
  } catch {
    return "(none)";
  }
}

const short = (key: string) => key.slice(0, 12);
