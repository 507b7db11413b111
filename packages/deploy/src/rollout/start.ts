import { isPassing } from "../aws-fault";
import { DeployError } from "../error";
import { shortArn } from "../short-arn";
import { wasRefused } from "../task";
import type { Target } from "./inspect";
import { withDigests } from "./former-images";
import { nothingMoved } from "./nothing-moved";
import { describeService, listDeployments } from "./own-deployment";
import type { RolloutTools } from "./ports";
import { deregister } from "./restore";
import type { OwnDeployment, RolloutRequest } from "./types";

/** Tells which deployment would have to be rolled back if the process ended now; `undefined`: none any more. */
export type TrackPending = (own: OwnDeployment | undefined) => void;

/**
 * Registers what has to be registered and moves the service. Throws only where nothing was moved; its own revision is
 * then taken back.
 */
export async function startDeployment(
  tools: RolloutTools,
  request: RolloutRequest,
  target: Target,
  track: TrackPending,
): Promise<OwnDeployment> {
  const { plan, ecsName, previous, primary, desiredCount, wantedCount } = target;
  const { cluster } = request;
  const named = { cluster, ecsName };
  const unmoved = { ...named, deploymentId: primary.id, revision: previous, previous, known: [], registered: false };
  if (plan.kind === "unchanged") return unmoved;

  requireGoing(tools);
  const [known, revision] = await prepare(tools, named, plan).catch((error: unknown) => {
    throw nothingMoved(error);
  });
  const registered = plan.kind === "register";
  // Before it is moved: afterwards nobody can tell any more.
  const former = revision === previous ? [] : await withDigests(tools, { ...named, previous }, target.tagged);
  const desiredBefore = wantedCount === desiredCount ? undefined : desiredCount;
  const own = { ...unmoved, deploymentId: "", revision, known, registered, desiredBefore, former };
  try {
    requireGoing(tools);
    // Before the call: whoever is killed in its middle can't tell whether it came through.
    track(own);
    const update = {
      cluster,
      service: ecsName,
      ...(plan.kind === "scale" ? {} : { taskDefinition: revision }),
      ...(plan.kind === "restart" ? { forceNewDeployment: true } : {}),
      ...(desiredBefore === undefined ? {} : { desiredCount: wantedCount }),
    };
    const deploymentId = await moved(tools, target, own, () => tools.ecs.updateService(update));
    return { ...own, deploymentId };
  } catch (error) {
    track(undefined);
    await deregister(tools, own);
    throw error;
  }
}

/** What was there before, and the revision that the service is moved to. */
async function prepare(
  tools: RolloutTools,
  named: Parameters<typeof listDeployments>[1],
  plan: Exclude<Target["plan"], { kind: "unchanged" }>,
): Promise<[known: string[], revision: string]> {
  const known = plan.kind === "scale" ? [] : await listDeployments(tools, named);
  return [known, plan.kind === "register" ? await register(tools, plan.definition) : plan.revision];
}

function requireGoing({ cancelled }: Pick<RolloutTools, "cancelled">): void {
  if (cancelled.aborted) throw new DeployError("cancelled", "the run was cancelled before it was moved");
}

async function register({ ecs, log }: RolloutTools, definition: Parameters<typeof ecs.registerTaskDefinition>[0]) {
  const { taskDefinition } = await ecs.registerTaskDefinition(definition);
  const { taskDefinitionArn } = taskDefinition ?? {};
  if (!taskDefinitionArn) throw new DeployError("not-registered", `${definition.family}: ECS registered nothing`);
  log.info(`Registered ${shortArn(taskDefinitionArn)}`);
  return taskDefinitionArn;
}

/** The new deployment's id. An answer that got lost says nothing of what was done: the service does. */
async function moved(
  tools: RolloutTools,
  { ecsName, primary, plan }: Target,
  own: OwnDeployment,
  update: () => ReturnType<RolloutTools["ecs"]["updateService"]>,
): Promise<string> {
  let lost: Error | undefined;
  const answer = await update().catch((error: Error) => {
    // A refusal of the last attempt says nothing of one before it whose answer got lost.
    if (!isPassing(error) && wasRefused(error)) throw nothingMoved(error);
    lost = error;
    return undefined;
  });
  const service = answer?.service ?? (lost === undefined ? undefined : await describeService(tools, own));
  const ours = service?.deployments?.find(({ status }) => status === "PRIMARY");
  if (
    lost !== undefined &&
    (ours?.taskDefinition !== own.revision || (ours.id === primary.id && plan.kind !== "scale"))
  )
    throw lost;
  if (!ours?.id) throw new DeployError("not-updated", `${ecsName}: ECS answered the update without a deployment`);
  return ours.id;
}
