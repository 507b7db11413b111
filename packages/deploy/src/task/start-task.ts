import type { Failure, RunTaskCommandInput, RunTaskCommandOutput } from "@aws-sdk/client-ecs";
import { askPatiently } from "../asking/ask-patiently";
import { whyFailed } from "../aws-fault";
import { DeployError } from "../error";
import { shortArn } from "../short-arn";
import { wasRefused } from "../was-refused";
import { nothingStarted } from "./nothing-started";
import type { StartedTask, TaskTools } from "./tools";

/** ECS refuses longer ones, JSON and all. */
const longestOverrides = 8192;

const hints: readonly (readonly [pattern: RegExp, hint: string])[] = [
  [
    /\blimit\b/i,
    "It is a quota of the account (Service Quotas, AWS Fargate or ECS): end other tasks, or ask for more.",
  ],
  [/RESOURCE:|Capacity/, "The cluster has no room for it: smaller cpu and memory, other subnets, or another moment."],
  [
    /ACCESS_DENIED|AccessDenied/,
    "The role may not start it: ecs:RunTask on the definition, iam:PassRole on its roles.",
  ],
  [/MISSING/, "What it names is not there: the cluster, the definition or a container instance."],
  [/ClusterNotFound/, "Is it the right cluster, Region and account?"],
  [
    /subnet|security ?group|network ?configuration/i,
    "Its network has to fit the definition's: subnets and security groups of one VPC (the inputs', or the stack's or service's).",
  ],
  [/inactive/i, "That revision was deregistered: give the family, or a revision that is ACTIVE."],
  [/Throttl/, "Too many calls in this account at that moment: run it again."],
];
const unfamiliar = "ECS says what it refuses: mend that in the inputs, the definition or the stack, then run it again.";

/** Starts one task, whatever is repeated on the way: a start that was accepted and not heard of is not made twice. */
export async function startTask(
  tools: TaskTools,
  input: RunTaskCommandInput & { readonly taskDefinition: string },
): Promise<StartedTask> {
  const about = shortArn(input.taskDefinition);
  const length = JSON.stringify(input.overrides ?? {}).length;
  if (length > longestOverrides)
    throw nothingStarted(
      new DeployError(
        "too-long",
        `${about}: command and environment make overrides of ${length} characters, and ECS takes ${longestOverrides}`,
        "Fewer reviewed migrations at a time, or what is long by a file or a parameter of the task's own.",
      ),
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
  let unanswered = false;
  try {
    return await askPatiently({ clock, log, signal }, `${about}: its start`, () => {
      if (signal.aborted) throw new DeployError("cancelled", "the run was cancelled");
      return ecs.runTask(input).catch((error: Error) => {
        unanswered ||= !wasRefused(error);
        throw error;
      });
    });
  } catch (error) {
    const { cause } = error as Error;
    const [existing] = conflicting(cause);
    if (existing) {
      log.warning(`This step has started ${existing} already: going on with that`);
      return { tasks: [{ taskArn: existing }] };
    }
    // What AWS refuses has started nothing; whether what it never answered has, nobody knows.
    if (unanswered) throw unknownStart(error as DeployError, input);
    if (!(cause instanceof DeployError)) throw notPlaced(about, whyFailed(cause), { cause });
    throw nothingStarted(new DeployError(cause.code, `${about}: ${cause.message}`, cause.hint, { cause }));
  }
}

function unknownStart({ code, message, hint, cause }: DeployError, { cluster, startedBy }: RunTaskCommandInput) {
  const where = cluster ? ` --cluster ${cluster}` : "";
  const look = `It may run all the same: \`aws ecs list-tasks${where} --started-by ${startedBy}\` shows it.`;
  const known = cause instanceof DeployError && cause.code === "cancelled" ? "unknown-outcome" : code;
  return new DeployError(known, message, [hint, look].filter(Boolean).join("\n"), { cause });
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
  return new DeployError("not-placed", message, fitting.join("\n") || unfamiliar, options);
}
