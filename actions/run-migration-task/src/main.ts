import { saveState } from "@actions/core";
import { systemClock } from "@cashsouk/deploy";
import { clientToken, requireSuccess, runTask, taskSummary } from "@cashsouk/deploy/task";
import { runAction } from "../../src/run-action";
import { parseInputs } from "./inputs";
import { outputs } from "./outputs";

void runAction(async ({ read, aws, log, cancelled, output, summarise }) => {
  const inputs = read(parseInputs);
  const { ECS } = await import("@aws-sdk/client-ecs");
  const { CloudWatchLogs } = await import("@aws-sdk/client-cloudwatch-logs");
  const { CloudFormation } = await import("@aws-sdk/client-cloudformation");
  const result = await runTask(
    {
      ecs: aws(ECS),
      logs: aws(CloudWatchLogs),
      stacks: aws(CloudFormation),
      clock: systemClock,
      log,
      cancelled,
      clientToken: clientToken([...stepIdentity(), JSON.stringify(inputs)]),
      onStarted: (started) => saveState("running", started),
    },
    inputs,
  );
  saveState("running", "");
  output(outputs(result));
  await summarise(taskSummary(inputs.taskDefinition, result));
  requireSuccess(inputs.taskDefinition, result);
});

/** What tells this attempt at this step from every other; outside of GitHub each start is one of its own. */
function stepIdentity(): string[] {
  const { env } = process;
  const names = ["GITHUB_REPOSITORY", "GITHUB_RUN_ID", "GITHUB_RUN_ATTEMPT", "GITHUB_JOB", "GITHUB_ACTION"];
  return env["GITHUB_RUN_ID"] ? names.map((name) => env[name] ?? "") : [crypto.randomUUID()];
}
