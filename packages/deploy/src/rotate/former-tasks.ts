import { askPatiently } from "../asking/ask-patiently";
import { pause } from "../clock";
import { DeployError } from "../error";
import { shortArn } from "../short-arn";
import { describeTasks, listServiceTasks } from "../task";
import type { RotationTools } from "./ports";
import type { RotationRequest } from "./types";

const lookEveryMs = 3000;
/** A draining task gets its target group's delay and its stopTimeout; both end well before. */
const limitMs = 10 * 60_000;

/**
 * Waits until no task of an earlier deployment is left, draining ones included: a steady deployment says only that none
 * of them is wanted any more. Returns how many tasks run of the current one.
 */
export async function awaitFormerTasks(
  tools: Pick<RotationTools, "ecs" | "clock" | "log" | "cancelled">,
  { cluster, ecsName }: Pick<RotationRequest, "cluster" | "ecsName">,
): Promise<number> {
  const { ecs, clock, log, cancelled } = tools;
  for (const until = clock.now() + limitMs; ; await pause(clock, lookEveryMs, cancelled)) {
    if (cancelled.aborted) throw new DeployError("cancelled", "the run was cancelled");
    const { former, running } = await askPatiently(tools, `${cluster}/${ecsName}`, look);
    if (former.length === 0) return running;
    const names = former.map((arn) => shortArn(arn)).join(", ");
    if (clock.now() > until)
      throw new DeployError("former-tasks", `${ecsName}: tasks of an earlier deployment did not end: ${names}`);
    log.info(`${ecsName}: waiting for the end of ${names}`);
  }

  async function look(): Promise<{ former: string[]; running: number }> {
    const { services: [service] = [] } = await ecs.describeServices({ cluster, services: [ecsName] });
    const primary = service?.deployments?.find(({ status }) => status === "PRIMARY")?.id;
    if (!primary) throw new DeployError("no-deployment", `${ecsName}: ECS lists no primary deployment`);
    // What is draining is wanted STOPPED, and not stopped yet. Asked in this order: what moves meanwhile is in both.
    const wanted = await listServiceTasks(ecs, { cluster, ecsName, desiredStatus: "RUNNING" });
    const unwanted = await listServiceTasks(ecs, { cluster, ecsName, desiredStatus: "STOPPED" });
    const tasks = await describeTasks(ecs, cluster, [...new Set([...wanted, ...unwanted])]);
    const left = tasks.filter(({ lastStatus }) => lastStatus !== "STOPPED");
    const former = left.filter(({ startedBy }) => startedBy !== primary);
    return { former: former.flatMap(({ taskArn }) => taskArn ?? []), running: left.length - former.length };
  }
}
