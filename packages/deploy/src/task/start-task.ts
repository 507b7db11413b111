import type { Failure, RunTaskCommandInput, RunTaskCommandOutput } from "@aws-sdk/client-ecs";
import { askPatiently, isPassing, oneLine } from "../aws-fault";
import { DeployError } from "../error";
import { shortArn } from "../short-arn";
import type { StartedTask, TaskTools } from "./tools";

/** ECS refuses longer ones, JSON and all. */
const longestOverrides = 8192;

const hints: readonly (readonly [pattern: RegExp, hint: string])[] = [
  [/RESOURCE:|Capacity/, "The cluster has no room for it: smaller cpu and memory, other subnets, or another moment."],
  [
    /ACCESS_DENIED|AccessDenied/,
    "The role may not start it: ecs:RunTask on the definition, iam:PassRole on its roles.",
  ],
  [/MISSING/, "What it names is not there: the cluster, the definition or a container instance."],
];

/** Starts one task, whatever is repeated on the way: a start that was accepted and not heard of is not made twice. */
export async function startTask(
  tools: TaskTools,
  input: RunTaskCommandInput & { readonly taskDefinition: string },
): Promise<StartedTask> {
  const about = shortArn(input.taskDefinition);
  const length = JSON.stringify(input.overrides ?? {}).length;
  if (length > longestOverrides)
    throw new DeployError(
      "too-long",
      `${about}: command and environment make overrides of ${length} characters, and ECS takes ${longestOverrides}`,
      "Fewer reviewed migrations at a time, or what is long by a file or a parameter of the task's own.",
    );
  tools.onStarting?.({ cluster: input.cluster, startedBy: tools.clientToken });
  const { tasks = [], failures = [] } = await ask(tools, about, {
    ...input,
    count: 1,
    clientToken: tools.clientToken,
    // By this mark a task is found whose start was accepted, but whose answer never came.
    startedBy: tools.clientToken,
  });
  const [task] = tasks;
  const failed = failures.map(inWords).join("; ");
  if (!task?.taskArn) throw notPlaced(about, failed);
  // What was started runs, whatever else ECS says: it is watched, and so is stopped where it has to be.
  if (failed) tools.log.warning(`${about}: ECS started ${task.taskArn}, and says beside it: ${failed}`);
  return { cluster: task.clusterArn ?? input.cluster ?? "default", taskArn: task.taskArn };
}

type Answer = Pick<RunTaskCommandOutput, "tasks" | "failures">;

async function ask(tools: TaskTools, about: string, input: RunTaskCommandInput): Promise<Answer> {
  const { ecs, clock, log, cancelled: signal } = tools;
  try {
    return await askPatiently({ clock, log, signal }, `${about}: its start`, () => {
      if (signal.aborted) throw new DeployError("cancelled", "the run was cancelled");
      return ecs.runTask(input);
    });
  } catch (error) {
    const cause = (error as Error).cause;
    const [existing] = conflicting(cause);
    if (existing) {
      log.warning(`This step has started ${existing} already: going on with that`);
      return { tasks: [{ taskArn: existing }] };
    }
    // What AWS refuses has started nothing; whether what it never answered has, nobody knows.
    if (cause instanceof DeployError && cause.code === "cancelled")
      throw new DeployError("unknown-outcome", (error as Error).message, undefined, { cause });
    if ((error as DeployError).code !== "unknown-outcome" || isPassing(cause)) throw error;
    throw notPlaced(about, oneLine(cause), { cause });
  }
}

/** The tasks that this token has started with other parameters: a start that was repeated has registered its revision anew. */
function conflicting(error: unknown): readonly string[] {
  const { name, resourceIds = [] } = (error ?? {}) as { name?: string; resourceIds?: readonly string[] };
  return name === "ConflictException" ? resourceIds : [];
}

function inWords({ reason, detail, arn }: Failure): string {
  return [reason ?? "no reason", detail, arn && `(${arn})`].filter(Boolean).join(" ");
}

function notPlaced(about: string, why: string, options?: ErrorOptions): DeployError {
  const fitting = hints.filter(([pattern]) => pattern.test(why)).map(([, hint]) => hint);
  const message = `${about}: ECS started no task: ${why || "it gave no failure either"}`;
  return new DeployError("not-placed", message, fitting.join("\n") || undefined, options);
}
