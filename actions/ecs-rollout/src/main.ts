import { saveState } from "@actions/core";
import { systemClock } from "@cashsouk/deploy";
import {
  planRollOut,
  planSummary,
  requireDeployed,
  requireTasks,
  rollOut,
  type RolloutTools,
  rolloutSummary,
} from "@cashsouk/deploy/rollout";
import { onFirstCall } from "../../src/on-first-call";
import { runAction } from "../../src/run-action";
import { parseInputs, type RolloutInputs } from "./inputs";
import { nothingJudged, outputs, planned } from "./outputs";
import { imagesToRun, isTogether, plannedServices } from "./release";
import { readServices } from "./services";

/** How long a public host may take to answer one request. */
const askTimeoutMs = 10_000;

void runAction(async ({ read, aws, log, cancelled, output, summarise }) => {
  output(nothingJudged);
  const inputs = read(parseInputs);
  const nothing = givesNothing(inputs)
    ? "is empty: no image is given, so that only what differs otherwise is moved."
    : "";
  // Who names one service means to deploy something; of several there may be nothing new.
  if (nothing && inputs.service) log.warning(`image ${nothing} Is its step's name right?`);
  const note = nothing && `\n> ⚠️ \`${inputs.service ? "image" : "images"}\` ${nothing}\n`;
  const tell = (summary: string) => summarise(`${summary}${note}`);
  const services = plannedServices(inputs, await readServices(inputs));
  const ledger = onFirstCall(async () => aws((await import("../../src/clients/ssm")).SSM));
  const { ECS } = await import("../../src/clients/ecs");
  const tools: RolloutTools = {
    ecs: aws(ECS),
    logs: onFirstCall(async () => aws((await import("../../src/clients/cloudwatch-logs")).CloudWatchLogs)),
    logsIn: (region) =>
      onFirstCall(async () => aws((await import("../../src/clients/cloudwatch-logs")).CloudWatchLogs, { region })),
    targets: onFirstCall(async () =>
      aws((await import("../../src/clients/elastic-load-balancing-v2")).ElasticLoadBalancingV2),
    ),
    ecr: onFirstCall(async () => aws((await import("../../src/clients/ecr")).ECR)),
    ecrIn: (region) => onFirstCall(async () => aws((await import("../../src/clients/ecr")).ECR, { region })),
    ledger,
    get: async (url) => (await import("@cashsouk/deploy/public-host")).ask(url, askTimeoutMs),
    isAncestor: async (commit, of) => (await import("@cashsouk/deploy/release")).gitAncestry(process.cwd())(commit, of),
    clock: systemClock,
    log,
    cancelled,
    onPending: (pending) => saveState("pending", pending),
  };
  const images = await imagesToRun(ledger, inputs, services);
  const request = { ...inputs, services, images, together: isTogether(inputs), run: runAddress() };
  if (inputs.mode === "plan") {
    const plan = await planRollOut(tools, request);
    await tell(planSummary(request, plan));
    requireTasks(plan, inputs);
    const told = planned(plan, request);
    log.info(told.reason);
    return output(told);
  }
  const result = await rollOut(tools, request);
  // What is settled here is settled: the post step acts only for a process that was killed.
  saveState("pending", []);
  const told = outputs(result, inputs.allowZero);
  output(told);
  await tell(rolloutSummary(inputs.cluster, result, inputs.allowZero));
  requireDeployed(result, inputs.allowZero);
  log.info(told.reason);
});

/** Neither images nor another change, and not said so: also what the output of a misspelt step gives. */
function givesNothing({ images, noneBuilt, release, ...inputs }: RolloutInputs): boolean {
  const { forceNewDeployment, desiredCount, environmentVariables } = inputs;
  const isOther =
    forceNewDeployment || desiredCount !== undefined || Object.keys(environmentVariables ?? {}).length > 0;
  return images.size === 0 && !noneBuilt && !release && !isOther;
}

/** The workflow run's address, for the ledger. */
function runAddress(): string {
  const { GITHUB_SERVER_URL = "", GITHUB_REPOSITORY = "", GITHUB_RUN_ID } = process.env;
  return GITHUB_RUN_ID ? `${GITHUB_SERVER_URL}/${GITHUB_REPOSITORY}/actions/runs/${GITHUB_RUN_ID}` : "by hand";
}
