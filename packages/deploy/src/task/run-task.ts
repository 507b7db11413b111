import type { Tag, Task, TaskDefinition, TaskOverride } from "@aws-sdk/client-ecs";
import { DeployError } from "../error";
import { inspecting } from "./not-begun";
import { shortArn } from "../short-arn";
import { findLog, followLog } from "./container-log";
import { pickContainer, registrable, requireNoSecret, withImage } from "./definition";
import { nothingStarted } from "./nothing-started";
import { findPlacement, type NetworkSource, type Placement } from "./placement";
import { startTask } from "./start-task";
import type { StartedTask, TaskTools } from "./tools";
import type { Verdict } from "./verdict";
import { watchTask } from "./watch-task";

export interface TaskRequest {
  readonly cluster: string | undefined;
  /** The family, or one revision of it. */
  readonly taskDefinition: string;
  readonly container: string | undefined;
  readonly image: string | undefined;
  readonly command: readonly string[];
  readonly environmentVariables: Readonly<Record<string, string>>;
  /** The task's CPU units and memory in MiB, instead of its definition's. */
  readonly cpu?: number | undefined;
  readonly memory?: number | undefined;
  readonly network: NetworkSource;
  readonly startForMs: number;
  readonly waitForMs: number;
}

export interface TaskResult {
  readonly taskArn: string;
  readonly taskDefinition: string;
  readonly verdict: Verdict;
  /** The last lines of the container's log. */
  readonly tail: readonly string[];
  readonly seconds: number;
}

/** How a task would be run, read from the account. */
export interface TaskPlan {
  /** As it is registered. */
  readonly definition: TaskDefinition;
  readonly tags: readonly Tag[];
  readonly container: ReturnType<typeof pickContainer>;
  /** The image that would run, and whether a revision with it would be registered first. */
  readonly image: string;
  readonly registers: boolean;
  readonly placement: Placement;
}

/** Reads what `runTask` needs, with the same refusals. Changes nothing. */
export async function planTask(tools: Pick<TaskTools, "ecs" | "stacks">, request: TaskRequest): Promise<TaskPlan> {
  const { taskDefinition } = request;
  const about = `task definition ${taskDefinition}`;
  const { taskDefinition: definition, tags = [] } = await inspecting(about, () =>
    tools.ecs.describeTaskDefinition({ taskDefinition, include: ["TAGS"] }),
  );
  if (!definition) throw new DeployError("no-such-definition", `${about}: ECS knows none of that name`);
  const container = pickContainer(definition, request.container);
  requireNoSecret(container, Object.keys(request.environmentVariables));
  const placement = await findPlacement(tools, request.network, request.cluster, definition);
  const image = request.image ?? container.image ?? "";
  return { definition, tags, container, image, registers: image !== container.image, placement };
}

/** Starts one task, follows its log and judges it. Throws only where no task could be started or nothing be learnt of it. */
export async function runTask(tools: TaskTools, request: TaskRequest): Promise<TaskResult> {
  const { clock, log } = tools;
  const [{ container, placement }, definition] = await prepare(tools, request).catch((error: unknown) => {
    throw nothingStarted(error);
  });
  const { taskDefinitionArn: taskDefinition = "" } = definition;

  const begun = clock.now();
  const started = await startTask(tools, {
    ...placement,
    taskDefinition,
    overrides: overridesOf(container.name, request),
  });
  tools.onStarted?.(started);
  log.info(`Started ${started.taskArn} of ${shortArn(taskDefinition)}`);

  const findIt = (task: Task = {}) => findLog(tools, container, { ...task, taskArn: started.taskArn });
  const { logs, stream } = findIt();
  if ("why" in stream && !stream.later) log.info(`The log of ${container.name} can't be followed: ${stream.why}`);
  const follower = followLog(logs, (task) => findIt(task).stream, log);
  const judged = {
    container: container.name,
    essentialSidecars: sidecarsOf(definition, container.name),
    // A container with a restart policy is started anew.
    goesOn: container.essential === false && container.restartPolicy?.enabled !== true,
  };
  const verdict = await watchTask(tools, { ...request, ...started, ...judged, begun, follower }).catch(
    (error: unknown) => {
      throw outOfSight(error, started);
    },
  );
  const seconds = Math.round((clock.now() - begun) / 1000);
  return { taskArn: started.taskArn, taskDefinition, verdict, tail: follower.tail, seconds };
}

/** All that goes before the start. */
async function prepare(tools: TaskTools, request: TaskRequest): Promise<readonly [TaskPlan, TaskDefinition]> {
  const plan = await planTask(tools, request);
  requireGoing(tools);
  const definition = await withWantedImage(tools, plan);
  requireGoing(tools);
  return [plan, definition];
}

function requireGoing({ cancelled }: TaskTools): void {
  if (cancelled.aborted) throw new DeployError("cancelled", "the run was cancelled");
}

/** Nothing can be learnt any more of a task that was started. */
function outOfSight(error: unknown, { cluster, taskArn }: StartedTask): unknown {
  if (!(error instanceof DeployError) || error.hint) return error;
  const hint = `It may still run: \`aws ecs describe-tasks --cluster ${cluster} --tasks ${taskArn}\` shows it.`;
  return new DeployError(error.code, error.message, hint, { cause: error.cause });
}

function overridesOf(name: string, { command, environmentVariables, cpu, memory }: TaskRequest): TaskOverride {
  const environment = Object.entries(environmentVariables).map(([key, value]) => ({ name: key, value }));
  const container = {
    name,
    ...(command.length > 0 ? { command: [...command] } : {}),
    ...(environment.length > 0 ? { environment } : {}),
  };
  return {
    ...(cpu === undefined ? {} : { cpu: String(cpu) }),
    ...(memory === undefined ? {} : { memory: String(memory) }),
    containerOverrides: [container],
  };
}

function sidecarsOf({ containerDefinitions = [] }: TaskDefinition, judged: string): string[] {
  return containerDefinitions.flatMap(({ name, essential }) =>
    name && name !== judged && essential !== false ? [name] : [],
  );
}

async function withWantedImage(
  { ecs, log }: TaskTools,
  { definition, tags, container, image, registers }: TaskPlan,
): Promise<TaskDefinition> {
  if (!registers) return definition;
  const answer = await inspecting(`${definition.family}: its revision with ${image}`, () =>
    ecs.registerTaskDefinition(registrable(withImage(definition, container.name, image), tags)),
  );
  if (!answer.taskDefinition) throw new DeployError("not-registered", `${definition.family}: ECS registered nothing`);
  log.info(`Registered ${shortArn(answer.taskDefinition.taskDefinitionArn)} with ${image}`);
  return answer.taskDefinition;
}
