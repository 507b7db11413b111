import { type InputReader, inputReader, type RawInputs } from "@cashsouk/deploy";
import type { PlanRequest } from "@cashsouk/deploy/migrations";
import type { NetworkSource, TaskRequest } from "@cashsouk/deploy/task";
import { posix } from "node:path";

export interface MigrationInputs {
  readonly mode: "apply" | "plan";
  /** What is read from git: in plan it is all, in apply it is what the task compares with. */
  readonly plan: PlanRequest | undefined;
  readonly task: TaskRequest;
}

const minute = 60_000;

export function parseInputs(raw: RawInputs): MigrationInputs {
  const read = inputReader(raw);
  const mode = read.oneOf("mode", ["apply", "plan"], "apply");
  const inputs: MigrationInputs = { mode, plan: readPlan(read), task: readTask(read) };
  if (mode === "plan") {
    if (!inputs.plan) read.problem("migrations", "give the folder whose pending migrations are planned");
  } else requireTask(read, inputs);
  // One line with blanks would be one program name with blanks in it.
  const [program = "", ...rest] = inputs.task.command;
  if (rest.length === 0 && program.includes(" ") && !raw("command").trim().startsWith("["))
    read.problem("command", `want a JSON list or one argument a line, got "${program}"`);
  read.done();
  return inputs;
}

function readPlan(read: InputReader): PlanRequest | undefined {
  const given = read.optional("migrations");
  const base = read.optional("base");
  if (given === undefined) {
    if (base) read.problem("base", "goes with migrations");
    return undefined;
  }
  const folder = posix.normalize(given).replace(/\/$/, "");
  if (folder === "." || folder.startsWith("..") || posix.isAbsolute(folder))
    read.problem("migrations", `want a folder below the working directory, got "${given}"`);
  // Zeros are how GitHub says that there is none.
  return { folder, base: base && /^0+$/.test(base) ? undefined : base };
}

function readTask(read: InputReader): TaskRequest {
  return {
    cluster: read.optional("cluster"),
    taskDefinition: read.optional("task-definition") ?? "",
    container: read.optional("container"),
    image: read.optional("image"),
    command: read.list("command"),
    environmentVariables: read.map("environment-variables"),
    cpu: read.wholeNumber("cpu", 0, { min: 128, max: 196_608 }) || undefined,
    memory: read.wholeNumber("memory", 0, { min: 4, max: 1_048_576 }) || undefined,
    network: readNetwork(read),
    startForMs: read.wholeNumber("start-for-minutes", 3, { min: 1, max: 60 }) * minute,
    waitForMs: read.wholeNumber("wait-for-minutes", 30, { min: 1, max: 720 }) * minute,
  };
}

/** What a task can't be run without; a plan runs none. */
function requireTask(read: InputReader, { task, plan }: MigrationInputs): void {
  if (!task.taskDefinition) read.problem("task-definition", "give the family, or family:revision, that is run");
  else if (!/^(?:arn:\S+:task-definition\/)?[\w-]{1,255}(?::\d+)?$/.test(task.taskDefinition))
    read.problem("task-definition", `want a family, or family:revision, and no file, got "${task.taskDefinition}"`);
  const { network } = task;
  if (network.kind === "given" && network.subnets.length === 0)
    read.problem("stack", "give one of stack, service or subnets, got none");
  if (!task.cluster && network.kind !== "stack")
    read.problem("cluster", "give the cluster, or a stack with the output ClusterName");
  if (plan && "REVIEWED_MIGRATIONS" in task.environmentVariables)
    read.problem("environment-variables", "REVIEWED_MIGRATIONS is made from the input migrations");
}

function readNetwork(read: InputReader): NetworkSource {
  const stack = read.optional("stack");
  const service = read.optional("service");
  const subnets = read.names("subnets");
  const securityGroups = read.names("security-groups");
  const assignPublicIp = read.flag("assign-public-ip", false);
  const ways = [stack, service, subnets[0]].filter(Boolean).length;
  if (ways > 1) read.problem("stack", `give one of stack, service or subnets, got ${ways}`);
  if (subnets.length === 0 && securityGroups.length > 0) read.problem("security-groups", "go with subnets only");
  if (subnets.length === 0 && assignPublicIp) read.problem("assign-public-ip", "goes with subnets only");
  if (stack) return { kind: "stack", stack };
  return service ? { kind: "service", service } : { kind: "given", subnets, securityGroups, assignPublicIp };
}
