import type { Task } from "@aws-sdk/client-ecs";
import { askPatiently } from "../asking/ask-patiently";
import { pause } from "../clock";
import { DeployError } from "../error";
import type { followLog } from "./container-log";
import { stopTask } from "./stop-task";
import type { StartedTask, TaskTools } from "./tools";
import { endedFirst, hasStopped, type Judged, judge, type Verdict } from "./verdict";

/** How long ECS may not know a task: one that it has just accepted, and one that it has listed before, since an answer may lag. */
const lagMs = 60_000;
/** Between two looks at a task. */
const lookEveryMs = 2000;
/** How often an exit code or the log's end is looked for after the stop: both may arrive a little later. */
const lateTurns = 5;

interface Watched extends StartedTask, Judged {
  readonly begun: number;
  readonly startForMs: number;
  readonly waitForMs: number;
  readonly follower: ReturnType<typeof followLog>;
}

/** Waits for the task's end and judges it; a task that takes too long or whose run is cancelled is stopped first. */
export async function watchTask(tools: TaskTools, watched: Watched): Promise<Verdict> {
  const { clock, log, cancelled } = tools;
  let seenAt = watched.begun;
  let shown = "";
  let late = 0;
  let first: string | undefined;
  for (;;) {
    if (cancelled.aborted) return stopped(tools, watched, "cancelled", "the run was cancelled");
    const task = await look(tools, watched);
    const waited = clock.now() - watched.begun;
    if (task) seenAt = clock.now();
    else if (clock.now() - seenAt > lagMs) throw lost(watched);
    await watched.follower.more(task);
    if (task?.lastStatus && task.lastStatus !== shown) log.info(`Task is ${(shown = task.lastStatus)}`);

    first ??= task && endedFirst(task, watched);
    const outlived = watched.goesOn && first === watched.container && task !== undefined && !hasStopped(task);
    if (task && (outlived || hasStopped(task))) {
      const verdict = judge(task, watched, first);
      const mayCome = outlived || task.stopCode === "EssentialContainerExited";
      if (verdict.kind === "no-exit-code" && mayCome && late++ < lateTurns) await pause(clock, lookEveryMs);
      else return readToEnd(tools, watched, outlived ? await stopRest(tools, watched, verdict) : verdict);
    } else if (!hasStarted(task) && waited > watched.startForMs) {
      const state = task?.containers?.find(({ name }) => name === watched.container)?.reason ?? task?.lastStatus;
      const limit = `it did not start within ${minutes(watched.startForMs)} (${state ?? "not listed yet"})`;
      return stopped(tools, watched, "not-started", limit);
    } else if (waited > watched.waitForMs)
      return stopped(tools, watched, "timed-out", `it did not end within ${minutes(watched.waitForMs)}`);
    else await pause(clock, lookEveryMs, cancelled);
  }
}

async function look(tools: TaskTools, { cluster, taskArn }: Watched): Promise<Task | undefined> {
  const { ecs, clock, log, cancelled: signal } = tools;
  const answer = await askPatiently({ clock, log, signal }, `Task ${taskArn}`, () =>
    ecs.describeTasks({ cluster, tasks: [taskArn] }),
  );
  const refused = answer.failures?.find(({ reason }) => reason !== "MISSING");
  if (refused)
    throw new DeployError(
      "unknown-outcome",
      `Task ${taskArn}: what became of it is unknown: ${refused.reason} ${refused.detail ?? ""}`.trimEnd(),
      "The role may not look at it (ecs:DescribeTasks on the cluster's tasks): the task may still run.",
    );
  return answer.tasks?.[0];
}

async function stopped(
  tools: TaskTools,
  watched: Watched,
  kind: "cancelled" | "not-started" | "timed-out",
  because: string,
): Promise<Verdict> {
  tools.log.warning(`Stopping the task: ${because}`);
  return readToEnd(tools, watched, {
    kind,
    reason: `${because}; ${endOf(await stopTask(tools, watched, because), watched)}`,
  });
}

/** What goes on without the judged container serves nobody any more. */
async function stopRest(tools: TaskTools, watched: Watched, verdict: Verdict): Promise<Verdict> {
  tools.log.info(`Stopping the task, which goes on although ${watched.container} has ended`);
  const task = await stopTask(tools, watched, `${watched.container} has ended`);
  const rest = task
    ? "its task, which went on without it, was stopped"
    : `its task went on without it and ${unconfirmed}`;
  return { ...verdict, reason: `${verdict.reason}; ${rest}` };
}

const unconfirmed = "was told to stop, which could not be confirmed: it may still run";

function endOf(task: Task | undefined, watched: Watched): string {
  if (!task) return `it ${unconfirmed}`;
  // It may have ended before it was told to: then how it ended is what people ask next.
  return task.stopCode === "UserInitiated"
    ? "it was stopped"
    : `it had ended by itself: ${judge(task, watched).reason}`;
}

/** The log driver delivers a container's last lines some seconds after its end. */
async function readToEnd({ clock, log }: TaskTools, { follower }: Watched, verdict: Verdict): Promise<Verdict> {
  for (let turn = 0; turn < lateTurns; turn++) {
    const more = await follower.more();
    if (follower.ended() || (!more && follower.tail.length > 0 && turn > 0)) break;
    await pause(clock, 1000);
  }
  await follower.skipToEnd();
  if (verdict.kind === "succeeded" && verdict.unsure) log.warning(verdict.reason);
  return verdict;
}

function lost({ taskArn }: Watched): DeployError {
  return new DeployError(
    "unknown-outcome",
    `Task ${taskArn}: what became of it is unknown: ECS does not list it (MISSING)`,
    "Look at the container's log: a stopped task is listed for an hour only.",
  );
}

function hasStarted(task: Task | undefined): boolean {
  return task?.startedAt !== undefined || task?.lastStatus === "RUNNING";
}

const minutes = (ms: number) => `${ms / 60_000} min`;
