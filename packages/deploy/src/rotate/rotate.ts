import { whyFailed } from "../aws-fault";
import { DeployError } from "../error";
import { planRollOut, reasonOf, requireDeployed, rollOut } from "../rollout";
import { requireSuccess, runTask } from "../task";
import { awaitFormerTasks } from "./former-tasks";
import type { RotationTools } from "./ports";
import { requireNoTask, requireQuiet } from "./quiet";
import { endRotation, moveCurrent, readStage, stageNext, type Stage, type Version } from "./stages";
import type { RotationRequest, RotationResult, Step } from "./types";
import { otherUser } from "./users";

/** How far a rotation has come, and the image that the service runs: its commands are those of the database it has. */
interface Planned {
  readonly stage: Stage;
  readonly image: string;
}

/** What a rotation would do, by the same reading and with the same refusals. Changes nothing. */
export async function planRotation(tools: RotationTools, request: RotationRequest): Promise<Planned> {
  await requireQuiet(tools, request);
  const stage = await readStage(tools, request.secret);
  const {
    targets: [target],
  } = await planRollOut(tools, request.rollout);
  if (target?.plan.kind !== "restart")
    throw new DeployError(
      "not-as-released",
      `${request.ecsName}: a new deployment would change more than its secret: ${target?.plan.why ?? "it is not there"}`,
      "Deploy first, so that what runs is what was released; then rotate.",
    );
  if (target.desiredCount === 0)
    throw new DeployError("idle", `${request.ecsName}: no task is desired, so nothing could show that it works`);
  return { stage, image: target.image };
}

/**
 * Rotates the application's secret to the other of its two users: stage, prepare, move, roll out, lock. It goes on
 * where an earlier run ended, since the secret's labels say how far that came.
 */
export async function rotateDatabaseSecret(tools: RotationTools, request: RotationRequest): Promise<RotationResult> {
  const { stage, image } = await planRotation(tools, request);
  const done = new Map<Step, string>();
  const task = (title: string, command: readonly string[]) => runStep(tools, request, { title, command, image });
  const current = stage.kind === "moved" ? stage.current : await moveToNext(tools, request, stage, { task, done });
  const former = otherUser(current.user);
  try {
    await finish(tools, request, { current, former, task, done });
  } catch (cause) {
    const using = done.has("roll-out") ? "its tasks use it" : "not all of its tasks are known to use it yet";
    const locked = done.has("lock") ? "is locked" : "is not known to be locked";
    throw new DeployError(
      "unfinished",
      `${whyFailed(cause)}\nThe secret names ${current.user}, and ${using}; ${former} ${locked}.`,
      "Run the command again: it goes on from there.",
      { cause },
    );
  }
  return { former, current: current.user, done };
}

interface Course {
  /** Runs the task in the database, and throws unless it succeeds. */
  readonly task: (title: string, command: readonly string[]) => Promise<void>;
  readonly done: Map<Step, string>;
}

/** Up to the move nothing has changed but a version that nobody reads, and a user that nobody is. */
async function moveToNext(
  tools: RotationTools,
  { secret, ecsName }: RotationRequest,
  { current, ...stage }: Exclude<Stage, { kind: "moved" }>,
  { task, done }: Course,
): Promise<Version> {
  let pending = stage.kind === "staged" ? stage.pending : undefined;
  try {
    if (!pending) {
      pending = await stageNext(tools, secret, current);
      done.set("stage", `version ${pending.id} for ${pending.user}`);
    }
    await task(`making ${pending.user}`, []);
    done.set("prepare", `${pending.user} can log in`);
    const now = await readStage(tools, secret);
    if (now.kind !== "staged" || now.pending.id !== pending.id || now.current.id !== current.id)
      throw new DeployError("overtaken", `${secret}: another rotation changed its versions meanwhile`);
    await moveCurrent(tools, secret, { current, pending });
  } catch (cause) {
    if (!pending || !(await isMoved(tools, secret, pending))) throw notMoved(cause, ecsName, current);
    tools.log.warning(`${whyFailed(cause)}; the label was moved nevertheless`);
  }
  done.set("move", `AWSCURRENT names ${pending.user}`);
  return pending;
}

/** An answer that got lost says nothing of what was done: the labels do. Where they can't be read, that is the error. */
async function isMoved(tools: RotationTools, secret: string, pending: Version): Promise<boolean> {
  const now = await readStage(tools, secret);
  return now.kind === "moved" && now.current.id === pending.id;
}

function notMoved(cause: unknown, ecsName: string, { user }: Version): DeployError {
  return new DeployError(
    "not-rotated",
    `${whyFailed(cause)}\nNothing was rotated: ${ecsName} goes on as ${user}, which is not locked.`,
    "Run the command again when the reason is gone: it goes on from there.",
    { cause },
  );
}

async function finish(
  tools: RotationTools,
  request: RotationRequest,
  { current, former, task, done }: Course & { current: Version; former: string },
): Promise<void> {
  const result = await rollOut(tools, request.rollout);
  requireDeployed(result, false);
  const running = await awaitFormerTasks(tools, request);
  done.set("roll-out", `${reasonOf(result, false)}, ${running} new tasks, none of the former`);
  await requireStillCurrent(tools, request.secret, current);
  await requireNoTask(tools, request);
  await task(`locking ${former}`, ["node", "database-roles.mjs", "lock", former]);
  done.set("lock", `${former} is locked, its sessions ended`);
  await endRotation(tools, request.secret, current);
  done.set("end", "AWSPENDING is taken away");
}

/** Whoever put another version in place meanwhile may have made the former user the current one. */
async function requireStillCurrent(tools: RotationTools, secret: string, current: Version): Promise<void> {
  const now = await readStage(tools, secret);
  if (now.kind === "moved" && now.current.id === current.id) return;
  throw new DeployError(
    "overtaken",
    `${secret}: its versions were changed meanwhile; AWSCURRENT names ${now.current.user}`,
  );
}

/** One run of the task in the service's own network, from which the database is reached as the service reaches it. */
async function runStep(
  tools: RotationTools,
  { cluster, ecsName, families, container, taskLimits }: RotationRequest,
  { title, command, image }: { title: string; command: readonly string[]; image: string },
): Promise<void> {
  const result = await runTask(
    { ...tools, clientToken: tools.newToken() },
    {
      cluster,
      taskDefinition: families.rotation,
      container,
      image,
      command,
      environmentVariables: {},
      network: { kind: "service", service: ecsName },
      ...taskLimits,
    },
  );
  requireSuccess(title, result);
}
