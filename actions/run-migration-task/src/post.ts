import { getState } from "@actions/core";
import { DeployError, systemClock } from "@cashsouk/deploy";
import { type StartedTask, stopTask } from "@cashsouk/deploy/task";
import { runAction } from "../../src/run-action";

/** Ends what a killed step left: a task that nobody watches would keep the database's lock. */
void runAction(async ({ aws, log }) => {
  const state = getState("running");
  if (!state) return;
  const started = JSON.parse(state) as StartedTask;
  const { ECS } = await import("@aws-sdk/client-ecs");
  const tools = { ecs: aws(ECS), clock: systemClock, log };
  if (await stopTask(tools, started, "the run was cancelled")) return log.info(`Stopped ${started.taskArn}`);
  throw new DeployError("not-stopped", `${started.taskArn} was told to stop, which could not be confirmed`);
});
