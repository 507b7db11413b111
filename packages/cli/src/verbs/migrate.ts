import { randomUUID } from "node:crypto";
import { DeployError, type Environment, namesOf, systemClock } from "@cashsouk/deploy";
import type { TaskPlan, TaskRequest, TaskResult } from "@cashsouk/deploy/task";
import { openAccount } from "../aws/account";
import { clients } from "../aws/clients";
import { readServices } from "../checkout";
import { environmentPositional, readEnvironment } from "./environment";
import type { Tools, Verb } from "./verb";

const minute = 60_000;

export const migrate: Verb = {
  name: "migrate",
  summary: "applies the database's pending migrations, or tells which are pending",
  does:
    "Runs the one-shot migration task in the environment's cluster with the API's released image, prints its log as it " +
    "runs, and judges it as the workflow does: by the container's exit code, nothing else. Interrupted, it stops the " +
    "task and waits until it is stopped. What is applied already is left alone.",
  needs: [
    "AWS credentials that may run the task (the deployer's rights: ecs:RunTask, iam:PassRole, logs:GetLogEvents)",
    "the environment's stacks and a release of the API (the first deployment makes both), or --image",
  ],
  examples: ["cashsouk migrate staging --status", "cashsouk migrate production"],
  exitCodes: { 3: "with --status: migrations are pending" },
  positionals: [environmentPositional],
  flags: {
    status: { help: "tell which migrations are applied and which are pending; applies none" },
    image: { value: "<image>", help: "the API's image by digest (…@sha256:…), instead of the released one" },
  },
  prepare(read) {
    const environment = readEnvironment(read);
    const image = read.optional("--image");
    const status = read.flag("--status", false);
    if (image && !/^\S+@sha256:[0-9a-f]{64}$/.test(image))
      read.problem("--image", `want an image by digest (…@sha256:…), got "${image}"`);
    return (tools) => run(tools, { environment, image, status });
  },
};

interface Request {
  readonly environment: Environment;
  readonly image: string | undefined;
  readonly status: boolean;
}

async function run(tools: Tools, { environment, image, status }: Request): Promise<void> {
  const { log, print, cancelled, dryRun } = tools;
  await openAccount(log);
  const { clientToken, planTask, requireSuccess, runTask } = await import("@cashsouk/deploy/task");
  const ports = {
    ecs: await clients.ecs(),
    stacks: await clients.cloudFormation(),
    logs: await clients.logs(),
    logsIn: await clients.logsIn(),
  };
  const names = namesOf(environment);
  const request: TaskRequest = {
    ...names.task("migrations"),
    cluster: names.cluster,
    image: image ?? (await releasedImage(environment)),
    command: [],
    environmentVariables: {},
    network: { kind: "stack", stack: names.stacks.migrations },
    startForMs: 3 * minute,
    waitForMs: 30 * minute,
  };
  const plan = await planTask(ports, request);
  // The definition's own command applies; the same program with one more word tells.
  const command = [...(plan.container.command ?? []), ...(status ? ["status"] : [])];
  const tell = dryRun ? print : (line: string) => log.info(line);
  for (const line of describe(plan, command)) tell(line);
  if (dryRun) return;

  const own = { clock: systemClock, log, cancelled, clientToken: clientToken([randomUUID()]) };
  const result = await runTask({ ...ports, ...own }, { ...request, command: status ? command : [] });
  if (status) refusePending(result);
  requireSuccess(request.taskDefinition, result);
  print(`${request.taskDefinition}: ${result.verdict.reason} (${result.seconds} s)`);
}

/** The image of the service that carries the migrations, as it was last released. */
async function releasedImage(environment: Environment): Promise<string> {
  const { readReleases } = await import("@cashsouk/deploy/release");
  const releases = await readReleases(await clients.ssm(), namesOf(environment).ledger);
  const service = (await readServices()).find(({ migrates }) => migrates);
  const release = releases.get(service?.name ?? "");
  if (release) return release.image;
  throw new DeployError(
    "nothing-released",
    `${environment}: the ledger has no release of ${service?.name ?? "a service that migrates"}`,
    "The first deployment makes it; or name the image by --image.",
  );
}

function describe({ definition, registers, image, placement }: TaskPlan, command: readonly string[]): string[] {
  const { subnets = [], securityGroups = [] } = placement.networkConfiguration?.awsvpcConfiguration ?? {};
  const revision = `${definition.family}:${definition.revision}`;
  return [
    `Task      ${registers ? `a new revision after ${revision}, which has another image` : revision}`,
    `Image     ${image}`,
    `Command   ${command.join(" ") || "the image's own"}`,
    `Place     ${placement.cluster}, ${subnets.join(", ")}, ${securityGroups.join(", ")}`,
  ];
}

/** Prisma's status ends with 1 when migrations are pending, which here is an answer, not a failure. */
function refusePending({ verdict, tail }: TaskResult): void {
  if (verdict.kind !== "failed" || verdict.exitCode !== 1) return;
  if (tail.some((line) => /have not yet been applied/.test(line)))
    throw new DeployError(
      "pending",
      "Migrations are pending: their names stand above.",
      "Without --status they are applied.",
    );
}
