import { saveState } from "@actions/core";
import { systemClock } from "@cashsouk/deploy";
import {
  clientToken,
  migrationRunbook,
  nothingStarted,
  requireSuccess,
  runTask,
  taskSummary,
  withRunbook,
} from "@cashsouk/deploy/task";
import { onFirstCall } from "../../src/on-first-call";
import { type ActionContext, runAction } from "../../src/run-action";
import { type MigrationInputs, parseInputs } from "./inputs";
import { nothingRun, planOutputs, startedOutputs, taskOutputs } from "./outputs";
import { readPlan } from "./plan";

void runAction(async (context) => {
  context.output(nothingRun);
  await step(context).catch((error: unknown) => {
    throw withRunbook(error, migrationRunbook);
  });
});

async function step(context: ActionContext): Promise<void> {
  const inputs = context.read(parseInputs);
  if (inputs.mode === "plan") return void (await planFromGit(inputs, context));
  const planned = await planFromGit(inputs, context).catch((error: unknown) => {
    throw nothingStarted(error);
  });
  await apply(context, planned ? withReviewed(inputs.task, planned) : inputs.task);
}

/** What the task is told to compare with; in mode plan it is the whole work. */
async function planFromGit({ mode, plan: request }: MigrationInputs, context: ActionContext) {
  if (!request) return undefined;
  const { plan, sqlFile } = await readPlan(request, context);
  const { planReason, planSummary, reviewedMigrations, reviewedVariable } = await import("@cashsouk/deploy/migrations");
  context.output(
    planOutputs(
      plan.pending.map(({ name }) => name),
      sqlFile,
    ),
  );
  if (mode === "plan") {
    context.output({ reason: planReason(plan) });
    await context.summarise(planSummary(plan));
  }
  return { [reviewedVariable]: reviewedMigrations(plan) };
}

function withReviewed(task: MigrationInputs["task"], reviewed: Record<string, string>): MigrationInputs["task"] {
  return { ...task, environmentVariables: { ...task.environmentVariables, ...reviewed } };
}

async function apply({ aws, log, cancelled, output, summarise }: ActionContext, task: MigrationInputs["task"]) {
  const { ECS } = await import("../../src/clients/ecs");
  const result = await runTask(
    {
      ecs: aws(ECS),
      logs: onFirstCall(async () => aws((await import("../../src/clients/cloudwatch-logs")).CloudWatchLogs)),
      logsIn: (region) =>
        onFirstCall(async () => aws((await import("../../src/clients/cloudwatch-logs")).CloudWatchLogs, { region })),
      stacks: onFirstCall(async () => aws((await import("../../src/clients/cloudformation")).CloudFormation)),
      clock: systemClock,
      log,
      cancelled,
      clientToken: clientToken([...stepIdentity(), JSON.stringify(task)]),
      onStarting: (starting) => saveState("task", starting),
      onStarted(started) {
        saveState("task", started);
        output(startedOutputs(started));
      },
    },
    task,
  );
  saveState("task", "");
  output(taskOutputs(result));
  await summarise(taskSummary(task.taskDefinition, result, migrationRunbook));
  requireSuccess(task.taskDefinition, result);
  log.info(result.verdict.reason);
}

/**
 * What tells this attempt at this step from every other; outside of GitHub each start is one of its own. A matrix's legs, and
 * two calls of one reusable workflow, have the same run, attempt, job and step: they differ in the runner at a time, and in
 * the file for the step's outputs, which the runner names anew for each step.
 */
function stepIdentity(): string[] {
  const { env } = process;
  const run = ["GITHUB_REPOSITORY", "GITHUB_RUN_ID", "GITHUB_RUN_ATTEMPT", "GITHUB_JOB", "GITHUB_ACTION"];
  const names = [...run, "RUNNER_NAME", "GITHUB_OUTPUT"];
  return env["GITHUB_RUN_ID"] ? names.map((name) => env[name] ?? "") : [crypto.randomUUID()];
}
