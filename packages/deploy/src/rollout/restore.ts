import { oneLine } from "../aws-fault";
import { shortArn } from "../short-arn";
import { describeService, ownDeployment } from "./own-deployment";
import type { RolloutTools } from "./ports";
import type { OwnDeployment } from "./types";
import { lookEveryMs, rollbackLimitMs } from "./watch";

/** Whether the previous revision runs again, as a sentence's end. */
export type Restored =
  { readonly kind: "healthy"; readonly how: string } | { readonly kind: "unconfirmed"; readonly why: string };

type Tools = Pick<RolloutTools, "ecs" | "clock" | "log">;

/** Brings the previous revision back and waits until it is seen running. `by` ecs: the rollback is under way already. */
export async function restorePrevious(tools: Tools, own: OwnDeployment, by: "ecs" | "us"): Promise<Restored> {
  const { cluster, ecsName, previous } = own;
  try {
    if (by === "us" && !(await stopDeployment(tools, own))) {
      tools.log.info(`${ecsName}: going back to ${shortArn(previous)}`);
      await tools.ecs.updateService({ cluster, service: ecsName, taskDefinition: previous });
    }
    return await awaitPrevious(tools, own);
  } catch (error) {
    return { kind: "unconfirmed", why: oneLine(error) };
  }
}

const ongoing = new Set(["PENDING", "IN_PROGRESS", "STOP_REQUESTED", "ROLLBACK_REQUESTED", "ROLLBACK_IN_PROGRESS"]);

/** Asks ECS itself to roll our deployment back; false when it has ended, is not listed or can't be stopped any more. */
async function stopDeployment(tools: Tools, own: OwnDeployment): Promise<boolean> {
  const found = await ownDeployment(tools, own).look();
  const serviceDeploymentArn = found?.serviceDeploymentArn;
  if (!serviceDeploymentArn || !ongoing.has(found.status ?? "")) return false;
  try {
    await tools.ecs.stopServiceDeployment({ serviceDeploymentArn, stopType: "ROLLBACK" });
    tools.log.info(`${own.ecsName}: ECS was asked to roll the deployment back`);
    return true;
  } catch (error) {
    tools.log.warning(`${own.ecsName}: ECS does not stop the deployment: ${oneLine(error)}`);
    return false;
  }
}

async function awaitPrevious(tools: Tools, own: OwnDeployment): Promise<Restored> {
  const { clock } = tools;
  const name = shortArn(own.previous);
  for (const until = clock.now() + rollbackLimitMs; clock.now() < until; await clock.sleep(lookEveryMs)) {
    const { deployments = [] } = await describeService(tools, own);
    const primary = deployments.find(({ status }) => status === "PRIMARY");
    if (primary?.taskDefinition !== own.previous) {
      if (primary && primary.id !== own.deploymentId && primary.taskDefinition !== own.revision)
        return { kind: "unconfirmed", why: `another deployment, of ${shortArn(primary.taskDefinition)}, took over` };
      continue;
    }
    const { runningCount = 0, desiredCount = 1, rolloutState } = primary;
    if (rolloutState === "COMPLETED" && runningCount >= desiredCount)
      return { kind: "healthy", how: `${name} runs again (${runningCount} of ${desiredCount})` };
    if (rolloutState === "FAILED")
      return { kind: "unconfirmed", why: `${name} fails as well: ${primary.rolloutStateReason ?? "no reason given"}` };
  }
  return { kind: "unconfirmed", why: `${name} was not seen healthy within ${rollbackLimitMs / 60_000} min` };
}

/** Takes our own revision back, so that the family's latest is one that works. */
export async function deregister(tools: Tools, { registered, revision, ecsName }: OwnDeployment): Promise<void> {
  if (!registered) return;
  try {
    await tools.ecs.deregisterTaskDefinition({ taskDefinition: revision });
    tools.log.info(`${ecsName}: deregistered ${shortArn(revision)}`);
  } catch (error) {
    tools.log.warning(`${ecsName}: ${shortArn(revision)} could not be deregistered: ${oneLine(error)}`);
  }
}
