import { getState } from "@actions/core";
import { DeployError, systemClock } from "@cashsouk/deploy";
import {
  findStarted,
  migrationRunbook,
  type StartedTask,
  type StartingTask,
  stopTask,
  withRunbook,
} from "@cashsouk/deploy/task";
import { type ActionContext, runPost } from "../../src/run-action";

void runPost((context) =>
  endWhatIsLeft(context).catch((error: unknown) => {
    throw withRunbook(error, migrationRunbook);
  }),
);

/** Ends what a killed step left: a task that nobody watches would keep the database's lock. */
async function endWhatIsLeft({ aws, log }: ActionContext): Promise<void> {
  const state = getState("task");
  if (!state) return;
  const left = JSON.parse(state) as StartedTask | StartingTask;
  const { ECS } = await import("../../src/clients/ecs");
  const tools = { ecs: aws(ECS), clock: systemClock, log };
  const tasks = "taskArn" in left ? [left] : await findStarted(tools, left);
  // ECS lists running tasks alone by their mark.
  if (tasks.length === 0) log.info("No task of this step runs: none was started, or it has ended by itself");
  const stopped = await Promise.all(
    tasks.map(async (task) => {
      if (!(await stopTask(tools, task, "the run was cancelled"))) return [task];
      log.info(`Stopped ${task.taskArn}`);
      return [];
    }),
  );
  const open = stopped.flat();
  const [task] = open;
  if (task)
    throw new DeployError(
      "not-stopped",
      `${open.map(({ taskArn }) => taskArn).join(", ")} is not known to have stopped`,
      `It may still run, and hold a lock: \`aws ecs describe-tasks --cluster ${task.cluster} --tasks ${task.taskArn}\` shows it.`,
    );
}
