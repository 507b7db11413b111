import { askPatiently, oneLine } from "../aws-fault";
import type { StartedTask, TaskTools } from "./tools";

/** Stops a task and waits until it is stopped, so that no orphan keeps a lock. Says whether that was confirmed. */
export async function stopTask(
  tools: Pick<TaskTools, "ecs" | "clock" | "log">,
  { cluster, taskArn }: StartedTask,
  reason: string,
): Promise<boolean> {
  const { ecs, clock, log } = tools;
  try {
    await askPatiently(tools, taskArn, () => ecs.stopTask({ cluster, task: taskArn, reason }));
    // Fargate gives a container at most 120 s between SIGTERM and SIGKILL.
    for (const until = clock.now() + 150_000; clock.now() < until; await clock.sleep(2000)) {
      const { tasks = [] } = await askPatiently(tools, taskArn, () => ecs.describeTasks({ cluster, tasks: [taskArn] }));
      if (tasks[0]?.lastStatus === "STOPPED") return true;
    }
  } catch (error) {
    log.warning(`${taskArn} could not be stopped: ${oneLine(error)}`);
  }
  return false;
}
