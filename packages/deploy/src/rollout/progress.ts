import type { Service } from "@aws-sdk/client-ecs";
import { whyFailed } from "../aws-fault";
import type { RolloutTools } from "./ports";
import { targetStates } from "./target-health";

/** A line is repeated after this long without news, so that a log never looks dead. */
const heartbeatMs = 30_000;

const complaints = /unable to|failed|unhealthy/i;
/** What became of the deployment, and not why. */
const verdict = /\bdeployment failed\b/i;

/** Tells what changes in a service: counts and target health, and its events but for those that were there before, and those in `told`. */
export function progress(
  tools: Pick<RolloutTools, "targets" | "clock" | "log">,
  name: string,
  heard: readonly string[] = [],
  told = new Set<string>(),
) {
  const { clock, log } = tools;
  const begun = clock.now();
  let last = { line: "", at: 0 };
  let readable = true;
  let complaint: string | undefined;

  async function targetHealth(service: Service): Promise<string> {
    if (!readable || (service.loadBalancers ?? []).length === 0) return "";
    try {
      const states = await targetStates(tools, service);
      return states.length > 0 ? `; targets: ${states.join(", ")}` : "; no target yet";
    } catch (error) {
      readable = false;
      log.warning(`${name}: target health can't be read: ${whyFailed(error)}`);
      return "";
    }
  }

  function hear({ events = [] }: Service): void {
    for (const { id = "", createdAt, message } of [...events].reverse()) {
      // ECS's own clock may differ from ours: what was not there before is new, whatever its time.
      if (told.has(id) || (heard.includes(id) && (createdAt?.getTime() ?? 0) < begun - 1000)) continue;
      told.add(id);
      log.info(`${name}: ${message}`);
      if (message && complaints.test(message) && !verdict.test(message))
        complaint = message.replace(/^\(service \S+\) /, "").replace(/\.$/, "");
    }
  }

  return {
    /** The last event in which ECS says that something can't go on. */
    complaint: () => complaint,
    hear,
    async tell(service: Service, why: string): Promise<void> {
      hear(service);
      const line = `${name}: ${why}${await targetHealth(service)}`;
      if (line === last.line && clock.now() - last.at < heartbeatMs) return;
      last = { line, at: clock.now() };
      log.info(line);
    },
  };
}
