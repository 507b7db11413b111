import { getInput, getState } from "@actions/core";
import { systemClock } from "@cashsouk/deploy";
import { finishUpdate, type PendingUpdate } from "@cashsouk/deploy/stack";
import { runPost } from "../../src/run-action";

/** Finishes what a killed step could not: an update that nobody watches any more is cancelled, its rollback awaited. */
void runPost(async ({ aws, log }) => {
  const state = getState("update");
  if (!state) return;
  const { CloudFormation } = await import("../../src/clients/cloudformation");
  const region = getInput("region");
  const cloudFormation = aws(CloudFormation, region ? { region } : {});
  log.info(await finishUpdate({ cloudFormation, clock: systemClock, log }, JSON.parse(state) as PendingUpdate));
});
