import type { TaskDefinition } from "@aws-sdk/client-ecs";
import { whyFailed } from "../aws-fault";
import { describeTasks, differences, listServiceTasks, registrable, withImage } from "../task";
import type { RolloutTools } from "./ports";
import type { FormerImage, OwnDeployment } from "./types";

type Tools = Pick<RolloutTools, "ecs" | "log">;
type Named = Pick<OwnDeployment, "cluster" | "ecsName" | "previous">;

/** The images that a revision names by a tag, which may name another image when the service goes back to it. */
export function taggedImages({ containerDefinitions = [] }: TaskDefinition): FormerImage[] {
  return containerDefinitions.flatMap(({ name, image }) =>
    name && image && !image.includes("@") ? [{ container: name, image }] : [],
  );
}

/** The same with the digests that the revision's tasks run, where all of them say one. */
export async function withDigests(tools: Tools, named: Named, tagged: readonly FormerImage[]): Promise<FormerImage[]> {
  if (tagged.length === 0) return [];
  const { cluster, ecsName, previous } = named;
  try {
    const arns = await listServiceTasks(tools.ecs, { cluster, ecsName, desiredStatus: "RUNNING" });
    const tasks = await describeTasks(tools.ecs, cluster, arns);
    const containers = tasks.flatMap((task) => (task.taskDefinitionArn === previous ? (task.containers ?? []) : []));
    return tagged.map(({ container, image }) => {
      const ran = containers.filter(({ name }) => name === container).map(({ imageDigest }) => imageDigest);
      const [digest, ...others] = new Set(ran);
      return { container, image, digest: others.length === 0 ? digest : undefined };
    });
  } catch (error) {
    tools.log.warning(`${ecsName}: which images its tasks run can't be read: ${whyFailed(error)}`);
    return [...tagged];
  }
}

/** What the tags of a revision that runs again name now, held against what ran before. */
export async function compareFormer(tools: Tools, own: Named & Pick<OwnDeployment, "former">) {
  const { former = [] } = own;
  const now = former.some(({ digest }) => digest) ? await withDigests(tools, own, former) : former;
  const pairs = former.map((one, index) => ({ ...one, now: now[index]?.digest }));
  return {
    moved: pairs.filter(({ digest, now }) => digest && now && digest !== now),
    unknown: pairs.filter(({ digest, now }) => !digest || !now),
  };
}

/** Whether a revision is a copy of the former one, as a way back registers it: with what it names by a tag, or by the digests that ran. */
export async function isCopy(
  { ecs }: Tools,
  { previous, former = [] }: Pick<OwnDeployment, "previous" | "former">,
  revision: string,
): Promise<boolean> {
  const [was, is] = await Promise.all(
    [previous, revision].map(
      async (taskDefinition) => (await ecs.describeTaskDefinition({ taskDefinition })).taskDefinition,
    ),
  );
  if (!was || !is) return false;
  const tagged = former
    .filter((one) =>
      is.containerDefinitions?.some(({ name, image }) => name === one.container && image === byDigest(one)),
    )
    .reduce((all, { container, image }) => withImage(all, container, image), is);
  return differences(was, tagged).length === 0;
}

const byDigest = ({ image, digest }: FormerImage) => `${image.replace(/:[^:/]+$/, "")}@${digest}`;

/** A copy of a revision with these images by the digests that ran; its ARN. */
export async function registerPinned(
  { ecs }: Tools,
  previous: string,
  images: readonly FormerImage[],
): Promise<string | undefined> {
  const { taskDefinition, tags } = await ecs.describeTaskDefinition({ taskDefinition: previous, include: ["TAGS"] });
  if (!taskDefinition) return undefined;
  const pinned = images.reduce((all, one) => withImage(all, one.container, byDigest(one)), taskDefinition);
  return (await ecs.registerTaskDefinition(registrable(pinned, tags))).taskDefinition?.taskDefinitionArn;
}
