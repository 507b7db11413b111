import type { Service } from "@cashsouk/deploy/manifest";
import { attempt } from "../command";
import { dockerCommand } from "../machine/engine";
import type { Progress } from "../progress";
import { until } from "../wait";
import type { DevAddresses } from "./addresses";
import { containersOf } from "./project";

export interface Readiness {
  readonly service: string;
  readonly address: string;
  /** In words; what is missing is told with the service's last lines of log. */
  readonly state: string;
  readonly ready: boolean;
}

const limitMs = 240_000;
const requestLimitMs = 60_000;

/** Waits until each service answers; one that does not is told and left, since an edit may be what it waits for. */
export async function whenReady(
  addresses: DevAddresses,
  project: string,
  { progress, interrupted }: { progress: Progress; interrupted: AbortSignal },
): Promise<Readiness[]> {
  return Promise.all(
    addresses.services.map(async (service) => {
      const begun = Date.now();
      const address = addresses.url(service.name);
      const told = { service: service.name, address };
      try {
        await until(() => answers(service, address, { project, interrupted }), {
          for: `${service.name} at ${address}`,
          timeoutMs: limitMs,
        });
        const seconds = ((Date.now() - begun) / 1000).toFixed(1);
        progress.say(`${service.name}: answers after ${seconds} s`);
        return { ...told, state: "answers, reloads", ready: true };
      } catch (error) {
        interrupted.throwIfAborted();
        progress.say(`${service.name}: ${(error as Error).message}\n${await lastLines(project, service.name)}`);
        return { ...told, state: "DOES NOT ANSWER, see its log above", ready: false };
      }
    }),
  );
}

interface Surroundings {
  readonly project: string;
  readonly interrupted: AbortSignal;
}

async function answers(
  { name, health }: Service,
  address: string,
  { project, interrupted }: Surroundings,
): Promise<boolean> {
  try {
    const signal = AbortSignal.any([interrupted, AbortSignal.timeout(requestLimitMs)]);
    // The first request makes Next compile the page.
    const response = await fetch(new URL(health, address), { signal });
    await response.body?.cancel();
    if (response.ok) return true;
  } catch {
    // Not yet, or not any more: its container says which.
  }
  interrupted.throwIfAborted();
  const [container] = (await containersOf(project)).filter(({ service }) => service === name);
  if (container?.state === "running") return false;
  throw new Error(container ? `its container is ${container.status}` : "it has no container");
}

export async function lastLines(project: string, service: string): Promise<string> {
  const container = (await containersOf(project)).find((found) => found.service === service);
  if (!container) return "";
  const { tail } = await attempt([dockerCommand(), "logs", "--tail", "20", container.id]);
  return tail.map((line) => `  | ${line}`).join("\n");
}
