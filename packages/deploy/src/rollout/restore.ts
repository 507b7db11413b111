import type { Service, UpdateServiceCommandInput } from "@aws-sdk/client-ecs";
import { askRepeatedly } from "../asking/ask-patiently";
import { whyFailed } from "../aws-fault";
import { shortArn } from "../short-arn";
import { compareFormer, isCopy, registerPinned } from "./former-images";
import { isActive, registrable } from "../task";
import { definitionOf, describeService, ownDeployment } from "./own-deployment";
import type { RolloutTools } from "./ports";
import type { OwnDeployment } from "./types";
import { isComplete, isOngoing } from "./verdict";
import { rollbackLimitMs } from "./watch";

const lookEveryMs = 3000;

/** Whether the previous revision runs again, as a sentence's end. */
export type Restored =
  | { readonly kind: "healthy"; readonly how: string }
  /**
   * `elsewhere`: the task definition of a deployment that is neither ours nor of the previous revision. `undone`: ECS has ended ours
   * without going back.
   */
  | { readonly kind: "unconfirmed"; readonly why: string; readonly elsewhere?: string; readonly undone?: true };

type Tools = Pick<RolloutTools, "ecs" | "clock" | "log">;

/**
 * Brings the previous revision back and waits until it is seen running. `by`: ECS rolls back already (`ecs`), or is
 * asked to by stopping a deployment that goes on (`stop`), or the service is moved back (`update`).
 */
export async function restorePrevious(
  tools: Tools,
  own: OwnDeployment,
  by: "ecs" | "stop" | "update",
): Promise<Restored> {
  const { cluster, ecsName: service, previous, desiredBefore } = own;
  const count = desiredBefore === undefined ? {} : { desiredCount: desiredBefore };
  try {
    let back = own;
    let since: string | undefined;
    if (by === "ecs" || (by === "stop" && (await stopDeployment(tools, own)))) {
      if (desiredBefore !== undefined) await update(tools, { cluster, service, ...count });
    } else {
      const other = anothers(await describeService(tools, own), own);
      if (other) return await copyRuns(tools, own, other, `${tookOver(other)}, and was left as it is`);
      tools.log.info(`${service}: going back to ${shortArn(previous)}`);
      const taskDefinition = await activeOf(tools, own);
      back = { ...own, previous: taskDefinition };
      const moved = own.previous === own.revision ? {} : { taskDefinition };
      const answer = await update(tools, { cluster, service, ...moved, ...count });
      since = answer.service?.deployments?.find(({ status }) => status === "PRIMARY")?.id;
    }
    const stopped = by === "stop" && since === undefined ? ownDeployment(tools, own) : undefined;
    const restored = await awaitPrevious(tools, back, { since, stopped });
    if (restored.kind === "healthy") return await withFormerImages(tools, back, restored.how + copied(own, back));
    const { elsewhere, undone, why } = restored;
    if (undone) tools.log.warning(`${service}: ${why}`);
    if (undone) return await restorePrevious(tools, own, "update");
    if (!elsewhere) return restored;
    if (elsewhere === (await ecsGoal(tools, own))) return await gone(tools, own, elsewhere);
    return await copyRuns(tools, own, elsewhere, why);
  } catch (error) {
    return { kind: "unconfirmed", why: whyFailed(error) };
  }
}

const update = ({ ecs, clock, log }: Tools, input: UpdateServiceCommandInput) =>
  askRepeatedly({ clock, log }, `${input.cluster}/${input.service}`, () => ecs.updateService(input));

/**
 * The previous revision, or a copy of it where it has been deregistered (a template's update does that to the one before):
 * ECS itself goes back to such a one, and takes none in an update.
 */
async function activeOf(tools: Tools, { ecsName, previous, revision }: OwnDeployment): Promise<string> {
  // Of a service that stays on its revision the count alone goes back.
  if (previous === revision) return previous;
  const { taskDefinition, tags } = await definitionNow(tools, previous);
  if (!taskDefinition || isActive(taskDefinition)) return previous;
  const copy = await tools.ecs.registerTaskDefinition(registrable(taskDefinition, tags));
  const arn = copy.taskDefinition?.taskDefinitionArn ?? previous;
  tools.log.warning(`${ecsName}: ${shortArn(previous)} is deregistered: going back to ${shortArn(arn)}, a copy of it`);
  return arn;
}

const definitionNow = ({ ecs, clock, log }: Tools, taskDefinition: string) =>
  askRepeatedly({ clock, log }, shortArn(taskDefinition), () =>
    ecs.describeTaskDefinition({ taskDefinition, include: ["TAGS"] }),
  );

const copied = ({ previous }: OwnDeployment, back: OwnDeployment) =>
  back.previous === previous ? "" : `, a copy of ${shortArn(previous)}, which is deregistered`;

/** The task definition to which ECS rolls our deployment back: what was complete last, which may be older than what ran before. */
async function ecsGoal(tools: Tools, own: OwnDeployment): Promise<string | undefined> {
  const found = await ownDeployment(tools, own).look();
  return definitionOf(tools, own, found?.rollback?.serviceRevisionArn);
}

async function gone(tools: Tools, own: OwnDeployment, goal: string): Promise<Restored> {
  const restored = await awaitPrevious(tools, { ...own, previous: goal });
  if (restored.kind !== "healthy") return restored;
  return {
    kind: "healthy",
    how: `ECS went back to ${shortArn(goal)}, not to ${shortArn(own.previous)}: ${restored.how}`,
  };
}

/** A step that was killed may have gone back to a copy of the previous revision; otherwise the other deployment is somebody else's. */
async function copyRuns(tools: Tools, own: OwnDeployment, other: string, why: string): Promise<Restored> {
  // Where that can't be read, what was seen stands.
  if (!(await isCopy(tools, own, other).catch(() => false))) return { kind: "unconfirmed", why };
  const back = { ...own, previous: other };
  const restored = await awaitPrevious(tools, back);
  if (restored.kind !== "healthy") return restored;
  return withFormerImages(tools, back, `${restored.how}, a copy of ${shortArn(own.previous)}`);
}

/**
 * A revision that names its image by a tag may run another one now: then the images that ran before are put in by their
 * digests, and where they are not known that is said.
 */
async function withFormerImages(tools: Tools, own: OwnDeployment, how: string): Promise<Restored> {
  const { moved, unknown } = await compareFormer(tools, own);
  const doubt = unknown.map(
    ({ container, image }) =>
      `; whether ${container}'s image, by the tag ${image}, is the one that ran before is not known`,
  );
  if (moved.length === 0) return { kind: "healthy", how: how + doubt.join("") };
  const tags = moved.map(({ image }) => image).join(", ");
  tools.log.warning(
    `${own.ecsName}: ${tags} names another image now than the one that ran: going back to that by its digest`,
  );
  const { cluster, ecsName: service } = own;
  const pinned = await registerPinned(tools, own.previous, moved);
  if (!pinned) return { kind: "unconfirmed", why: `${tags} names another image now, and ECS registered nothing` };
  const answer = await update(tools, { cluster, service, taskDefinition: pinned });
  const since = answer.service?.deployments?.find(({ status }) => status === "PRIMARY")?.id;
  // Until that is listed, the primary deployment is the one of the revision that names the tag.
  const back = await awaitPrevious(tools, { ...own, revision: own.previous, previous: pinned }, { since });
  if (back.kind !== "healthy") return { ...back, why: `${tags} names another image now, and ${back.why}` };
  return {
    kind: "healthy",
    how: `${back.how}: ${shortArn(own.previous)} with the image that ran by its digest, since ${tags} names another now${doubt.join("")}`,
  };
}

/** Asks ECS itself to roll our deployment back; false when it is not listed or can't be rolled back any more. */
async function stopDeployment(tools: Tools, own: OwnDeployment): Promise<boolean> {
  // A cancelled run has seconds: what is known needs no question before it is stopped.
  const serviceDeploymentArn = own.deploymentArn ?? (await ownDeployment(tools, own).look())?.serviceDeploymentArn;
  if (!serviceDeploymentArn) return false;
  try {
    await tools.ecs.stopServiceDeployment({ serviceDeploymentArn, stopType: "ROLLBACK" });
    tools.log.info(`${own.ecsName}: ECS was asked to roll the deployment back`);
    return true;
  } catch (error) {
    const found = await ownDeployment(tools, { ...own, deploymentArn: serviceDeploymentArn }).look();
    // ECS may have begun to go back by itself: that is not disturbed.
    if (found?.status?.startsWith("ROLLBACK_") && found.status !== "ROLLBACK_FAILED") return true;
    tools.log.warning(`${own.ecsName}: ECS does not stop the deployment: ${whyFailed(error)}`);
    return false;
  }
}

/**
 * `since`: the deployment that leads back, where we started it; an earlier one would be read-after-write lag. `stopped`: ours, where
 * ECS was asked to roll it back: while that goes on nothing else says that it did.
 */
async function awaitPrevious(
  tools: Tools,
  own: OwnDeployment,
  { since, stopped }: { since?: string | undefined; stopped?: ReturnType<typeof ownDeployment> | undefined } = {},
): Promise<Restored> {
  const { clock } = tools;
  const name = shortArn(own.previous);
  const begun = clock.now();
  let limitMs = rollbackLimitMs;
  for (; clock.now() - begun < limitMs; await clock.sleep(lookEveryMs)) {
    const { deployments = [], deploymentConfiguration: { bakeTimeInMinutes = 0 } = {} } = await describeService(
      tools,
      own,
    );
    // A deployment of its own, as the one that leads back is where we have started it, bakes as long as any.
    if (since !== undefined) limitMs = rollbackLimitMs + bakeTimeInMinutes * 60_000;
    const primary = deployments.find(({ status }) => status === "PRIMARY");
    if (primary?.taskDefinition !== own.previous) {
      const other = anothers({ deployments }, own);
      if (other) return { kind: "unconfirmed", why: tookOver(other), elsewhere: other };
      const ours = await stopped?.look();
      if (ours && !isOngoing(ours) && ours.status !== "ROLLBACK_SUCCESSFUL")
        return { kind: "unconfirmed", why: `ECS was asked to go back, and ended it ${ours.status}`, undone: true };
      continue;
    }
    if (since !== undefined && primary.id !== since) continue;
    const { runningCount = 0, desiredCount = 1 } = primary;
    const left = deployments.some((one) => one !== primary && (one.runningCount ?? 0) > 0);
    if (isComplete(primary, { deployments }) && runningCount >= desiredCount && !left) {
      const ours = await stopped?.look();
      if (ours && isOngoing(ours)) continue;
      return {
        kind: "healthy",
        how:
          desiredCount > 0
            ? `${name} runs again (${runningCount} of ${desiredCount})`
            : `the service is back at ${name}, and no task of it is desired`,
      };
    }
    if (primary.rolloutState === "FAILED")
      return { kind: "unconfirmed", why: `${name} fails as well: ${primary.rolloutStateReason ?? "no reason given"}` };
  }
  return { kind: "unconfirmed", why: `${name} was not seen healthy within ${limitMs / 60_000} min` };
}

/** The task definition that the service has now, where it is neither ours nor back where it was: somebody may have repaired it meanwhile. */
function anothers(
  { deployments = [] }: Pick<Service, "deployments">,
  { deploymentId, revision, previous }: OwnDeployment,
): string | undefined {
  const primary = deployments.find(({ status }) => status === "PRIMARY");
  if (!primary || primary.id === deploymentId) return undefined;
  const { taskDefinition } = primary;
  return taskDefinition === revision || taskDefinition === previous ? undefined : taskDefinition;
}

const tookOver = (taskDefinition: string) => `another deployment, of ${shortArn(taskDefinition)}, took over`;

/** Takes our own revision back, so that the family's latest is one that works. */
export async function deregister(
  { ecs, log }: Tools,
  { registered, revision, ecsName }: Pick<OwnDeployment, "registered" | "revision" | "ecsName">,
): Promise<void> {
  if (!registered) return;
  try {
    await ecs.deregisterTaskDefinition({ taskDefinition: revision });
    log.info(`${ecsName}: deregistered ${shortArn(revision)}`);
  } catch (error) {
    log.warning(`${ecsName}: ${shortArn(revision)} could not be deregistered: ${whyFailed(error)}`);
  }
}
