import type { TaskDefinition } from "@aws-sdk/client-ecs";
import { DeployError } from "../error";
import type { Service } from "../manifest";
import type { Release } from "../release";
import { shortArn } from "../short-arn";
import { inspecting, pickContainer } from "../task";
import { taggedImages } from "./former-images";
import { findService } from "./own-deployment";
import { requireHeld } from "./held-image";
import { pinImage, type PinnedImage } from "./pin-image";
import { type Plan, planRevision } from "./plan";
import type { RolloutTools } from "./ports";
import type { FormerImage, NewImage, RolloutRequest } from "./types";
import { isComplete } from "./verdict";

/** A service as it was found, with the way to what is wanted. */
export interface Target {
  readonly service: Service;
  readonly ecsName: string;
  /** The container whose image it is. */
  readonly container: string;
  /** The image that will run. */
  readonly image: string;
  /** The key that /version must answer, where it is known. */
  readonly key: string | undefined;
  readonly previous: string;
  /** The primary deployment's id, and whether ECS calls it complete. */
  readonly primary: { readonly id: string; readonly complete: boolean; readonly seconds: number };
  readonly desiredCount: number;
  /** How many tasks are to be desired. */
  readonly wantedCount: number;
  readonly last: Release | undefined;
  readonly plan: Plan;
  /** Why it could not be told whether its registry holds the image that new tasks would pull; `undefined`: it does. */
  readonly unasked?: string | undefined;
  /** The ids of the service's events by then: what comes after them is news. */
  readonly heard: readonly string[];
  /** What the running revision names by a tag. */
  readonly tagged: readonly FormerImage[];
}

export async function inspectService(
  tools: Pick<RolloutTools, "ecs" | "ecr" | "ecrIn" | "clock" | "log">,
  request: RolloutRequest,
  service: Service,
  last: Release | undefined,
): Promise<Target> {
  const { cluster } = request;
  const ecsName = request.serviceName.replaceAll("{service}", service.name);
  const described = await findService(tools, { cluster, ecsName });
  const { type = "ECS" } = described.deploymentController ?? {};
  if (type !== "ECS")
    throw new DeployError("other-controller", `${cluster}/${ecsName}: is deployed by ${type}, which this can't judge`);
  const { desiredCount = 0 } = described;
  const wantedCount = request.desiredCount ?? desiredCount;
  if (wantedCount !== desiredCount && described.schedulingStrategy === "DAEMON")
    throw new DeployError("daemon", `${cluster}/${ecsName}: desired-count: a DAEMON service runs one task an instance`);
  const primary = described.deployments?.find(({ status }) => status === "PRIMARY");
  const previous = primary?.taskDefinition ?? described.taskDefinition ?? "";
  const definition = (name: string) =>
    inspecting(`${cluster}/${ecsName}: its task definition ${shortArn(name)}`, () => definitionOf(tools, name));
  const running = await definition(previous);
  const latest = await definition(running.definition.family ?? "");
  const about = `${cluster}/${ecsName}: container`;
  const wanted = request.container?.replaceAll("{service}", service.name);
  const { name: container, image: runningImage = "" } = pickContainer(running.definition, wanted, about);
  // Without it no image could be put in, and the old content would pass for the new one.
  const { taskDefinitionArn } = latest.definition;
  pickContainer(latest.definition, container, `${about} in the latest revision, ${shortArn(taskDefinitionArn)}`);
  const built = request.images.get(service.name);
  // Without a new image the ledger decides, not what happens to run: somebody may have moved the service past it.
  const asked = { service: service.name, definition: previous };
  const pinned = built && (await pinImage(tools, built, asked));
  const image = pinned?.image ?? last?.image ?? runningImage;
  if (pinned?.movable)
    tools.log.warning(`${service.name}: ${image}: which image its tag names can't be told: ${pinned.movable}`);
  const plan = planRevision({
    running: running.definition,
    latest: latest.definition,
    latestTags: latest.tags,
    container,
    image,
    isNew: built !== undefined,
    variables: request.environmentVariables,
    scale: { from: desiredCount, to: wantedCount },
    restart: whyRestart(primary?.rolloutState, request, pinned),
  });
  const unasked =
    plan.kind === "unchanged" || pinned?.found
      ? undefined
      : await requireHeld(tools, { ...asked, image, isOurs: isOurs(built ?? last) });
  return {
    service,
    ecsName,
    container,
    image,
    key:
      request.expectVersion?.[service.name] ??
      built?.key ??
      (last?.image === image ? last.key || undefined : undefined),
    previous,
    primary: {
      id: primary?.id ?? "",
      complete: primary !== undefined && isComplete(primary, described),
      seconds: Math.round((Number(primary?.updatedAt ?? 0) - Number(primary?.createdAt ?? 0)) / 1000),
    },
    desiredCount,
    wantedCount,
    last,
    plan,
    unasked,
    heard: (described.events ?? []).flatMap(({ id }) => id ?? []),
    tagged: taggedImages(running.definition),
  };
}

/** A release, or what build-push has put out. */
function isOurs(known: NewImage | Release | undefined): boolean {
  return known !== undefined && ("releasedAt" in known || known.key !== undefined || known.since !== undefined);
}

function whyRestart(
  rolloutState: string | undefined,
  { forceNewDeployment }: RolloutRequest,
  pinned: PinnedImage | undefined,
): string | undefined {
  if (rolloutState === "FAILED") return "its last deployment failed";
  if (forceNewDeployment) return "new tasks were asked for";
  return pinned?.movable && `new tasks pull ${pinned.image}, whose tag may have moved (${pinned.movable})`;
}

async function definitionOf(
  { ecs }: Pick<RolloutTools, "ecs">,
  name: string,
): Promise<{ definition: TaskDefinition; tags: Tags }> {
  const { taskDefinition, tags = [] } = await ecs.describeTaskDefinition({ taskDefinition: name, include: ["TAGS"] });
  if (taskDefinition) return { definition: taskDefinition, tags };
  throw new DeployError("no-such-definition", `ECS knows no task definition ${name}`);
}

type Tags = NonNullable<Parameters<typeof planRevision>[0]["latestTags"]>;
