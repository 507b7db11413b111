import { getInput, getState } from "@actions/core";
import { DeployError, systemClock } from "@cashsouk/deploy";
import { finishPending, type Pending, runbook } from "@cashsouk/deploy/rollout";
import { runPost } from "../../src/run-action";

/** Finishes what a killed step could not: deployments that nobody watches any more are rolled back. */
void runPost(async ({ aws, log }) => {
  const pending = JSON.parse(getState("pending") || "[]") as Pending[];
  if (pending.length === 0 || getInput("on-cancel") === "leave") return;
  const { ECS } = await import("../../src/clients/ecs");
  const finished = await finishPending({ ecs: aws(ECS), clock: systemClock, log }, pending);
  const open: string[] = [];
  for (const { service, restored } of finished)
    if (restored.kind === "healthy") log.info(`${service}: ${restored.how}`);
    else open.push(`${service}: the way back is not confirmed: ${restored.why}`);
  if (open.length > 0)
    throw new DeployError(
      "not-rolled-back",
      open.join("; "),
      `Look at what runs now before you deploy again: it may be what was cancelled. ${runbook("stopped")}`,
    );
});
