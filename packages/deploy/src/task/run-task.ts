import type { Tag, TaskDefinition, TaskOverride } from "@aws-sdk/client-ecs";
import { DeployError } from "../error";
import { shortArn } from "../short-arn";
import { followLog, logStream } from "./container-log";
import { pickContainer, registrable, withImage } from "./definition";
import { findPlacement, type NetworkSource, type Placement } from "./placement";
import { startTask } from "./start-task";
import type { TaskTools } from "./tools";
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
  const { taskDefinition: definition, tags = [] } = await tools.ecs.describeTaskDefinition({
    taskDefinition: request.taskDefinition,
    include: ["TAGS"],
  });
  if (!definition)
    throw new DeployError("no-such-definition", `task-definition: ECS knows no ${request.taskDefinition}`);
  const container = pickContainer(definition, request.container);
  const placement = await findPlacement(tools, request.network, request.cluster, definition);
  const image = request.image ?? container.image ?? "";
  return { definition, tags, container, image, registers: image !== container.image, placement };
}

/** Starts one task, follows its log and judges it. Throws only where no task could be started or nothing be learnt of it. */
export async function runTask(tools: TaskTools, request: TaskRequest): Promise<TaskResult> {
  const { logs, clock, log } = tools;
  const plan = await planTask(tools, request);
  const { container, placement } = plan;
  const definition = await withWantedImage(tools, plan);
  const { taskDefinitionArn: taskDefinition = "" } = definition;

  const begun = clock.now();
  if (tools.cancelled.aborted) throw new DeployError("cancelled", "Cancelled before the task was started");
  const started = await startTask(tools, {
    ...placement,
    taskDefinition,
    overrides: overridesOf(container.name, request),
  });
  tools.onStarted?.(started);
  log.info(`Started ${started.taskArn} of ${shortArn(taskDefinition)}`);

  const follower = followLog(logs, logStream(container, started.taskArn), log);
  const judged = {
    container: container.name,
    essentialSidecars: sidecarsOf(definition, container.name),
    // A container with a restart policy is started anew.
    goesOn: container.essential === false && container.restartPolicy?.enabled !== true,
  };
  const verdict = await watchTask(tools, { ...request, ...started, ...judged, begun, follower });
  const seconds = Math.round((clock.now() - begun) / 1000);
  return { taskArn: started.taskArn, taskDefinition, verdict, tail: follower.tail, seconds };
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
  const answer = await ecs.registerTaskDefinition(registrable(withImage(definition, container.name, image), tags));
  if (!answer.taskDefinition) throw new DeployError("not-registered", `${definition.family}: ECS registered nothing`);
  log.info(`Registered ${shortArn(answer.taskDefinition.taskDefinitionArn)} with ${image}`);
  return answer.taskDefinition;
}
