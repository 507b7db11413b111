import type { DesiredStatus, ListTasksCommandInput, ListTasksCommandOutput, Task } from "@aws-sdk/client-ecs";
import { DeployError } from "../error";
import type { EcsTaskReader } from "./ports";

export interface EcsTaskLister extends EcsTaskReader {
  listTasks(input: ListTasksCommandInput): Promise<ListTasksCommandOutput>;
}

/** What ECS describes in one call. */
const mostDescribed = 100;

/** The ARNs of all of a service's tasks that ECS wants in this status: every page of them. */
export async function listServiceTasks(
  ecs: Pick<EcsTaskLister, "listTasks">,
  { cluster, ecsName, desiredStatus }: { cluster: string; ecsName: string; desiredStatus: DesiredStatus },
): Promise<string[]> {
  const arns: string[] = [];
  let nextToken: string | undefined;
  do {
    const page = await ecs.listTasks({ cluster, serviceName: ecsName, desiredStatus, nextToken });
    arns.push(...(page.taskArns ?? []));
    nextToken = page.nextToken;
  } while (nextToken);
  return arns;
}

/** Tasks by their ARNs, however many; one that is gone meanwhile is missing. */
export async function describeTasks(ecs: EcsTaskReader, cluster: string, arns: readonly string[]): Promise<Task[]> {
  const tasks: Task[] = [];
  for (let from = 0; from < arns.length; from += mostDescribed) {
    const answer = await ecs.describeTasks({ cluster, tasks: arns.slice(from, from + mostDescribed) });
    const refused = answer.failures?.find(({ reason }) => reason !== "MISSING");
    if (refused) {
      const why = [refused.reason, refused.detail].filter(Boolean).join(" ");
      throw new DeployError("refused", `ECS does not describe its tasks: ${why}`);
    }
    tasks.push(...(answer.tasks ?? []));
  }
  return tasks;
}
