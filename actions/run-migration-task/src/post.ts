import { getState } from "@actions/core";
import { DeployError, systemClock } from "@cashsouk/deploy";
import { findStarted, type StartedTask, type StartingTask, stopTask } from "@cashsouk/deploy/task";
import { runAction } from "../../src/run-action";

/** Ends what a killed step left: a task that nobody watches would keep the database's lock. */
void runAction(async ({ aws, log }) => {
  const state = getState("task");
  if (!state) return;
  const left = JSON.parse(state) as StartedTask | StartingTask;
  const { ECS } = await import("../../src/clients/ecs");
  const tools = { ecs: aws(ECS), clock: systemClock, log };
  const tasks = "taskArn" in left ? [left] : await findStarted(tools, left);
  if (tasks.length === 0) log.info("No task was started");
  for (const task of tasks) {
    if (!(await stopTask(tools, task, "the run was cancelled")))
      throw new DeployError("not-stopped", `${task.taskArn} was told to stop, which could not be confirmed`);
    log.info(`Stopped ${task.taskArn}`);
  }
});
