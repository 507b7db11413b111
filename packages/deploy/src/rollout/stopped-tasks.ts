import type { Task } from "@aws-sdk/client-ecs";
import { whyFailed } from "../aws-fault";
import { type Clock, pause } from "../clock";
import { shortArn } from "../short-arn";
import { describeTasks, findLog, lastLines, listServiceTasks } from "../task";
import type { RolloutTools } from "./ports";
import type { OwnDeployment } from "./types";
import { shorten, whyStopped } from "./why-stopped";

type Tools = Pick<RolloutTools, "ecs" | "logs" | "logsIn" | "log">;

/** Why a deployment's tasks stopped: a sentence of the first that failed, and the end of its container's log. */
export interface Cause {
  readonly sentence: string;
  readonly tail: readonly string[];
  /** Lines of its log may come yet: a container ended it, which logs to where that can be read. */
  readonly mayTell: boolean;
  /** It was taken away, and did not fail: a Spot task, a host that retires, a task that a person has stopped. */
  readonly isTaken: boolean;
}

/** How often a log is read again at the end, and how long between: a driver delivers a container's last lines after its end. */
const lateTurns = 3;
const readEveryMs = 2000;

/** Of how many tasks a workflow's run warns: GitHub shows ten warnings of a step, and drops the others. */
const mostWarned = 3;

/** Tells of each stopped task of our deployment once that is not older than `since`; `cause` keeps the first failure. */
export function stoppedTasks(
  tools: Tools,
  own: Pick<OwnDeployment, "cluster" | "ecsName" | "revision" | "deploymentId">,
  since = 0,
) {
  const told = new Set<string>();
  let cause: Cause | undefined;
  let readable = true;
  let warned = 0;
  let readAgain: () => Promise<Cause> = () => Promise.reject(new Error("no task has stopped"));

  // Where new tasks of the same revision were asked for, the former ones have that revision as well: ECS says for which
  // deployment it started a task.
  function isOurs({ taskDefinitionArn, startedBy, createdAt }: Task): boolean {
    const isOfIt = startedBy === undefined || startedBy === own.deploymentId;
    return taskDefinitionArn === own.revision && isOfIt && (createdAt === undefined || createdAt.getTime() >= since);
  }

  async function find(): Promise<Task[]> {
    const arns = await listServiceTasks(tools.ecs, { ...own, desiredStatus: "STOPPED" });
    const fresh = arns.filter((arn) => !told.has(arn));
    const tasks = await describeTasks(tools.ecs, own.cluster, fresh);
    return tasks.filter(isExplained);
  }

  return {
    cause: () => cause,
    async tell(): Promise<void> {
      try {
        const found = await find();
        for (const { taskArn = "" } of found) told.add(taskArn);
        const ours = found.filter((task) => isOurs(task) && !isScalingIn(task));
        if (ours.length === 0) return;
        const containers = await containersOf(tools, own.revision);
        const essential = containers.flatMap(({ name = "", essential }) => (essential === false ? [] : [name]));
        for (const task of ours) {
          const why = whyStopped(task, essential);
          const level = warned++ < mostWarned ? "warning" : "info";
          tools.log[level](`${own.ecsName}: task ${shortArn(task.taskArn)} stopped: ${why.sentence}`);
          const logged = containers.find(({ name = "" }) => name === (why.container ?? essential[0]));
          // What was taken away says nothing of what fails after it.
          if (cause && (!cause.isTaken || isTaken(task))) continue;
          readAgain = () => explain(task, why, logged);
          cause = await readAgain();
          tellTail(cause);
        }
      } catch (error) {
        tools.log.warning(`${own.ecsName}: its stopped tasks can't be read: ${whyFailed(error)}`);
      }
    },
    /** The first failure, its log read once more, and where nothing has come yet a little longer. */
    async finish(clock: Clock): Promise<Cause | undefined> {
      for (let turn = 1; cause?.mayTell; turn++) {
        const now = await readAgain();
        if (now.tail.length > 0 && now.tail.join("\n") !== cause.tail.join("\n")) tellTail((cause = now));
        if (cause.tail.length > 0 || turn === lateTurns) break;
        await pause(clock, readEveryMs);
      }
      return cause;
    },
  };

  function tellUnreadable(why: string): void {
    if (readable) tools.log.warning(`${own.ecsName}: ${why}`);
    readable = false;
  }

  function tellTail({ tail }: Cause): void {
    for (const line of tail) tools.log.info(`  | ${line}`);
  }

  async function explain(
    task: Task,
    { sentence, container: crashed }: ReturnType<typeof whyStopped>,
    logged: Awaited<ReturnType<typeof containersOf>>[number] | undefined,
  ): Promise<Cause> {
    const { logs, stream } = logged ? findLog(tools, logged, task) : { ...tools, stream: undefined };
    const tail = (await lastLines(logs, stream, 20, tellUnreadable)).map(shorten);
    const telling = mostTelling(tail, crashed !== undefined);
    return {
      sentence: telling ? `${sentence}: "${telling}"` : sentence,
      tail,
      isTaken: isTaken(task),
      mayTell: stream !== undefined && !("why" in stream) && crashed !== undefined,
    };
  }
}

async function containersOf({ ecs }: Pick<Tools, "ecs">, revision: string) {
  const { taskDefinition } = await ecs.describeTaskDefinition({ taskDefinition: revision });
  return taskDefinition?.containerDefinitions ?? [];
}

/**
 * A task that is still stopping has no exit code yet, so one that a container ended is told of when it has stopped. Of one
 * that ECS ends (for its health) the reason stands; a container that ignores the signal takes longer than the rollback.
 */
function isExplained({ lastStatus, stopCode, stoppedReason }: Task): boolean {
  const byEcs = stopCode !== undefined && stopCode !== "EssentialContainerExited" && stoppedReason !== undefined;
  return lastStatus === "STOPPED" || byEcs;
}

function isTaken({ stopCode = "TaskFailedToStart", stoppedReason = "" }: Task): boolean {
  const isTold = ["SpotInterruption", "TerminationNotice", "UserInitiated"].includes(stopCode);
  // A host's retirement and the rebalancing of zones have no code of their own.
  return isTold || (stopCode === "ServiceSchedulerInitiated" && /maintenance|rebalanc/i.test(stoppedReason));
}

/** ECS stops surplus tasks by itself when a deployment goes back: that is no reason, but a result. */
function isScalingIn({ stoppedReason = "" }: Task): boolean {
  return stoppedReason.startsWith("Scaling activity initiated by");
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
  return line && shorten(line.trim());
}
