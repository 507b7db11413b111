import type { Task } from "@aws-sdk/client-ecs";
import { askPatiently } from "../asking/ask-patiently";
import { whyFailed } from "../aws-fault";
import type { EcsTaskLister } from "./ports";
import type { StartedTask, StartingTask, TaskTools } from "./tools";
import { hasStopped } from "./verdict";

/** Stops a task and waits until it is stopped, so that no orphan keeps a lock. Gives it as it ended; `undefined`: not confirmed. */
export async function stopTask(
  tools: Pick<TaskTools, "ecs" | "clock" | "log">,
  { cluster, taskArn }: StartedTask,
  reason: string,
): Promise<Task | undefined> {
  const { ecs, clock, log } = tools;
  try {
    await askPatiently(tools, taskArn, () => ecs.stopTask({ cluster, task: taskArn, reason }));
    // Fargate gives a container at most 120 s between SIGTERM and SIGKILL.
    for (const until = clock.now() + 150_000; clock.now() < until; await clock.sleep(2000)) {
      const { tasks = [] } = await askPatiently(tools, taskArn, () => ecs.describeTasks({ cluster, tasks: [taskArn] }));
      if (tasks[0] && hasStopped(tasks[0])) return tasks[0];
    }
  } catch (error) {
    log.warning(`${taskArn} could not be stopped: ${whyFailed(error)}`);
  }
  return undefined;
}

/** A start whose answer may never have come: the tasks that bear its mark. */
export async function findStarted(
  { ecs, clock, log }: Pick<TaskTools, "clock" | "log"> & { readonly ecs: EcsTaskLister },
  { cluster, startedBy }: StartingTask,
): Promise<StartedTask[]> {
  // A task is listed a moment after it was accepted.
  for (let look = 0; look < 3; look++) {
    if (look > 0) await clock.sleep(2000);
    const { taskArns = [] } = await askPatiently({ clock, log }, `The task started by ${startedBy}`, () =>
      ecs.listTasks({ cluster, startedBy }),
    );
    if (taskArns.length > 0) return taskArns.map((taskArn) => ({ cluster: cluster ?? "default", taskArn }));
  }
  return [];
}
