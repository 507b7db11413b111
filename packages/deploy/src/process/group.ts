import { type ChildProcessByStdio, spawn } from "node:child_process";
import type { Readable, Writable } from "node:stream";
import { forwardInterrupts } from "./interrupts";

export interface GroupOptions {
  readonly cwd?: string | undefined;
  readonly env?: NodeJS.ProcessEnv | undefined;
  /** The program and all that it started are stopped after this long. */
  readonly limitMs: number;
  /** Stops it earlier. */
  readonly signal?: AbortSignal | undefined;
  /** Stays in the terminal's session, where sudo asks for its password; a limit then reaches the program alone. */
  readonly inTerminal?: boolean;
  /** The descriptor of a file that standard output goes to. */
  readonly stdout?: number | undefined;
}

export interface GroupEnd {
  /** `null` when a signal ended the program. */
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly timedOut: boolean;
}

export interface Group {
  /** Without standard output where that goes to a file. */
  readonly child: ChildProcessByStdio<Writable, Readable | null, Readable>;
  /** Rejects only if the program can't be started. */
  readonly ended: Promise<GroupEnd>;
}

/** Between asking a program to stop and killing it. */
const graceMs = 2_000;
/** The same where a person or a runner asks: act then still ends its steps. */
const interruptGraceMs = 10_000;
/** How long what a program left running may hold its streams open after its own end. */
const drainMs = 2_000;

/** Starts a program as the head of a process group, so that what it started ends with it when its time is over. */
export function startGroup(program: string, args: readonly string[], options: GroupOptions): Group {
  const { cwd, env, limitMs, signal, inTerminal = false, stdout = "pipe" } = options;
  const child = spawn(program, args, {
    cwd,
    env: env ?? process.env,
    detached: !inTerminal,
    stdio: ["pipe", stdout, "pipe"],
  }) as Group["child"];
  let stopped = false;
  let timedOut = false;
  let killer: NodeJS.Timeout | undefined;
  let drain: NodeJS.Timeout | undefined;

  const send = (name: NodeJS.Signals) => {
    if (child.pid === undefined) return;
    if (inTerminal) child.kill(name);
    else signalGroup(child.pid, name);
  };
  const stop = (name: NodeJS.Signals, killAfterMs: number) => {
    stopped = true;
    send(name);
    killer ??= setTimeout(() => send("SIGKILL"), killAfterMs);
  };
  const abort = () => stop("SIGTERM", graceMs);
  const limit = setTimeout(() => {
    timedOut = true;
    abort();
  }, limitMs);
  signal?.addEventListener("abort", abort, { once: true });
  const release = forwardInterrupts((name) => stop(name, interruptGraceMs));

  const ended = new Promise<GroupEnd>((resolve, reject) => {
    const settle = () => {
      for (const timer of [limit, killer, drain]) clearTimeout(timer);
      signal?.removeEventListener("abort", abort);
      if (stopped) send("SIGKILL");
      release();
    };
    child.on("error", (error) => {
      settle();
      reject(error);
    });
    child.on("exit", () => {
      const wait = stopped ? graceMs + drainMs : drainMs;
      drain = setTimeout(() => [child.stdin, child.stdout, child.stderr].forEach((stream) => stream?.destroy()), wait);
    });
    child.on("close", (code, name) => {
      settle();
      resolve({ code, signal: name, timedOut });
    });
  });
  return { child, ended };
}

function signalGroup(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(-pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}
