import { whyFailed } from "../aws-fault";
import { describeDeployments, listDeployments } from "./own-deployment";
import type { RolloutTools } from "./ports";
import type { OwnDeployment } from "./types";

/**
 * Whether a revision that this rollout has not moved to came by a deployment of its own (its stack's, or somebody's by hand).
 * Otherwise it was gone back to, by ECS or by an earlier rollout: then an older deployment led to it as well, or from it.
 */
export async function isNewlyDeployed(
  tools: Pick<RolloutTools, "ecs" | "clock" | "log">,
  own: Pick<OwnDeployment, "cluster" | "ecsName" | "revision">,
): Promise<boolean> {
  try {
    const [newest, ...older] = await describeDeployments(tools, own, await listDeployments(tools, own));
    if (!newest || newest.status?.startsWith("ROLLBACK")) return false;
    const before = older.flatMap(({ targetServiceRevision: target, sourceServiceRevisions: sources = [] }) =>
      [target, ...sources].flatMap((one) => one?.arn ?? []),
    );
    return !(await definitionsOf(tools, before)).includes(own.revision);
  } catch (error) {
    // It runs and is recorded: how it came there is worth a word, and no failure.
    tools.log.warning(`${own.ecsName}: its former deployments can't be read: ${whyFailed(error)}`);
    return false;
  }
}

/** What ECS describes in one call. */
const mostDescribed = 20;

async function definitionsOf({ ecs }: Pick<RolloutTools, "ecs">, arns: readonly string[]): Promise<string[]> {
  const all = [...new Set(arns)];
  const found: string[] = [];
  for (let from = 0; from < all.length; from += mostDescribed) {
    const serviceRevisionArns = all.slice(from, from + mostDescribed);
    const { serviceRevisions = [] } = await ecs.describeServiceRevisions({ serviceRevisionArns });
    found.push(...serviceRevisions.flatMap(({ taskDefinition }) => taskDefinition ?? []));
  }
  return found;
}
