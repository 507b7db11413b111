import type { Task } from "@aws-sdk/client-ecs";
import { oneLine } from "../aws-fault";
import { shortArn } from "../short-arn";
import { lastLines, logStream } from "../task";
import type { RolloutTools } from "./ports";
import type { OwnDeployment } from "./types";

type Tools = Pick<RolloutTools, "ecs" | "logs" | "log">;

/** Why a deployment's tasks stopped: a sentence of the first that failed, and the end of its container's log. */
export interface Cause {
  readonly sentence: string;
  readonly tail: readonly string[];
}

/** Tells of each stopped task of our deployment once; `cause` keeps the first failure. */
export function stoppedTasks(
  tools: Tools,
  own: Pick<OwnDeployment, "cluster" | "ecsName" | "revision" | "deploymentId">,
) {
  const told = new Set<string>();
  let cause: Cause | undefined;

  // Where new tasks of the same revision were asked for, the former ones have that revision as well: ECS says for which
  // deployment it started a task.
  function isOurs({ taskDefinitionArn, startedBy }: Task): boolean {
    return taskDefinitionArn === own.revision && (startedBy === undefined || startedBy === own.deploymentId);
  }

  async function find(): Promise<Task[]> {
    const { cluster, ecsName } = own;
    const { taskArns = [] } = await tools.ecs.listTasks({ cluster, serviceName: ecsName, desiredStatus: "STOPPED" });
    const fresh = taskArns.filter((arn) => !told.has(arn)).slice(0, 100);
    if (fresh.length === 0) return [];
    const { tasks = [] } = await tools.ecs.describeTasks({ cluster, tasks: fresh });
    // A task that is still stopping has no exit code yet: it is told of when it has stopped.
    return tasks.filter(({ lastStatus }) => lastStatus === "STOPPED");
  }

  return {
    cause: () => cause,
    async tell(): Promise<void> {
      try {
        for (const task of await find()) {
          told.add(task.taskArn ?? "");
          if (!isOurs(task) || isScalingIn(task)) continue;
          const sentence = whyStopped(task);
          tools.log.warning(`${own.ecsName}: task ${shortArn(task.taskArn)} stopped: ${sentence}`);
          cause ??= await explain(task, sentence);
        }
      } catch (error) {
        tools.log.warning(`${own.ecsName}: its stopped tasks can't be read: ${oneLine(error)}`);
      }
    },
  };

  async function explain(task: Task, sentence: string): Promise<Cause> {
    const { taskDefinition } = await tools.ecs.describeTaskDefinition({ taskDefinition: task.taskDefinitionArn });
    const crashed = crashedContainer(task)?.name;
    const container = taskDefinition?.containerDefinitions?.find(({ name, essential }) =>
      crashed ? name === crashed : essential !== false,
    );
    const tail = container ? (await lastLines(tools.logs, logStream(container, task.taskArn ?? ""))).map(short) : [];
    for (const line of tail) tools.log.info(`  | ${line}`);
    const telling = mostTelling(tail, crashed !== undefined && task.stopCode === "EssentialContainerExited");
    return { sentence: telling ? `${sentence}: "${telling}"` : sentence, tail };
  }
}

/** ECS stops surplus tasks by itself when a deployment goes back: that is no reason, but a result. */
function isScalingIn({ stoppedReason = "" }: Task): boolean {
  return stoppedReason.startsWith("Scaling activity initiated by");
}

function crashedContainer({ containers = [] }: Task) {
  return containers.find(({ exitCode }) => exitCode !== undefined && exitCode !== 0);
}

/** What ended a task: its own health or its start before an exit code, since ECS's stop gives one too (137, 143). */
function whyStopped(task: Task): string {
  const { stopCode, stoppedReason = "ECS gave no reason", containers = [] } = task;
  const crashed = crashedContainer(task);
  if (stopCode === "EssentialContainerExited" || stopCode === undefined) {
    if (crashed) {
      const why = crashed.reason ? ` (${crashed.reason})` : "";
      return `the container ${crashed.name} exited with ${crashed.exitCode}${why}`;
    }
    const ended = containers.find(({ exitCode }) => exitCode === 0);
    if (ended) return `the container ${ended.name} exited with 0, though it should run`;
  }
  const reason = [stoppedReason, ...containers.map((container) => container.reason)].filter(Boolean);
  return short([...new Set(reason)].join("; "));
}

/** An error's own line, as runtimes write it (`TypeError: x is not a function`), and a line that speaks of one. */
const errorItself = /^\s*(?:uncaught\s+)?\w*(?:error|exception|panic|fatal)(?:\s*\[\w+\])?:/i;
const errorLine = /(^|\s)(\w*(Error|Exception)\b|fatal|panic|error:)/i;

/**
 * The first line that is an error, else looks like one; of a container that crashed else its last line. Before the error Node
 * prints the line of code that threw it, which in a bundle is long, and may speak of errors itself.
 */
export function mostTelling(tail: readonly string[], crashed: boolean): string | undefined {
  const found = [errorItself, errorLine].map((pattern) => tail.find((one) => pattern.test(one))).find(Boolean);
  const line = found ?? (crashed ? tail.at(-1) : undefined);
  return line && short(line.trim());
}

/** Cut where a sentence would drown. */
function short(text: string): string {
  return text.length > 300 ? `${text.slice(0, 299)}…` : text;
}
