import type { Service } from "@aws-sdk/client-ecs";
import { whyFailed } from "../aws-fault";
import { pause } from "../clock";
import { DeployError } from "../error";
import { shortArn } from "../short-arn";
import { wasRefused } from "../was-refused";
import type { Target } from "./inspect";
import { withDigests } from "./former-images";
import { nothingMoved } from "./nothing-moved";
import { describeService, formerDeployments, listDeployments } from "./own-deployment";
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
  const { plan, ecsName, container, previous, primary, desiredCount, wantedCount } = target;
  const { cluster } = request;
  const named = { cluster, ecsName };
  const started = { ...named, container, deploymentId: primary.id, revision: previous, previous };
  const unmoved = { ...started, known: [], registered: false };
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
  return [
    await knownBefore(tools, named, plan),
    plan.kind === "register" ? await register(tools, plan.definition) : plan.revision,
  ];
}

async function knownBefore(
  tools: RolloutTools,
  named: Parameters<typeof listDeployments>[1],
  plan: Exclude<Target["plan"], { kind: "unchanged" }>,
): Promise<string[]> {
  if (plan.kind === "scale") return [];
  return plan.kind === "move" ? formerDeployments(tools, named, plan.revision) : listDeployments(tools, named);
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

/** How long an update that was accepted, or may have been, may not be shown by ECS. */
const shownWithinMs = 30_000;
const lookEveryMs = 2000;

/**
 * The new deployment's id; empty where the run is cancelled before that is known, so that it is looked for. An answer that got
 * lost says nothing of what was done: the service does, if a little later.
 */
async function moved(
  tools: RolloutTools,
  { ecsName, primary, plan }: Target,
  own: OwnDeployment,
  update: () => ReturnType<RolloutTools["ecs"]["updateService"]>,
): Promise<string> {
  const { clock, cancelled } = tools;
  let lost: Error | undefined;
  const answer = await update().catch((error: Error) => {
    // A refusal of the last attempt says nothing of one before it whose answer got lost.
    if (wasRefused(error)) throw nothingMoved(error);
    lost = error;
    return undefined;
  });
  const oursIn = ({ deployments = [] }: Service) => {
    const leading = deployments.filter(
      ({ id, taskDefinition }) => taskDefinition === own.revision && (id !== primary.id || plan.kind === "scale"),
    );
    const first = leading.find(({ status }) => status === "PRIMARY");
    // A revision that we have just registered has no other deployment than ours, primary or not yet.
    return (first ?? (own.registered ? leading[0] : undefined))?.id;
  };
  let found = answer?.service && oursIn(answer.service);
  for (const until = clock.now() + shownWithinMs; !found; await pause(clock, lookEveryMs, cancelled)) {
    found = oursIn(await describeService(tools, own));
    if (!found && cancelled.aborted) return "";
    if (!found && clock.now() >= until) throw neverShown(ecsName, own, lost);
  }
  return found;
}

function neverShown(ecsName: string, { revision }: OwnDeployment, lost: Error | undefined): DeployError {
  const why = lost ? whyFailed(lost) : `${ecsName}: ECS has accepted the update`;
  return new DeployError(
    "not-updated",
    `${why}; ECS shows no deployment of ${shortArn(revision)} in the ${shownWithinMs / 1000} s after it: whether it will come is not known`,
    "Look at the service's deployments before you run it again.",
    { cause: lost },
  );
}
