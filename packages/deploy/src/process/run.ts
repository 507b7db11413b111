import { spawn } from "node:child_process";
import { DeployError } from "../error";

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Written to standard input, so that a secret is never an argument. */
  readonly input?: string | Buffer;
  /** The program is stopped after this long. */
  readonly limitMs: number;
  readonly signal?: AbortSignal;
  /** Called with each full line of standard output and error as it comes. */
  readonly onLine?: (line: string) => void;
}

export interface RunResult {
  /** The exit code; `null` when a signal ended the program. */
  readonly code: number | null;
  readonly stdout: Buffer;
  readonly stderr: string;
  readonly timedOut: boolean;
}

/** Between asking a program to stop and killing it. */
const graceMs = 2_000;

/**
 * Runs a program without a shell and reports how it ended; only one that can't be started throws.
 * When the signal aborts, the program is stopped and the promise rejects with `cancelled`.
 */
export function run(program: string, args: readonly string[], options: RunOptions): Promise<RunResult> {
  const { cwd, env, input, limitMs, signal, onLine } = options;
  if (signal?.aborted) return Promise.reject(cancelled(program));
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { ...(cwd ? { cwd } : {}), env: env ?? process.env });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    let timedOut = false;
    let killer: NodeJS.Timeout | undefined;
    const stop = () => {
      child.kill("SIGTERM");
      killer ??= setTimeout(() => child.kill("SIGKILL"), graceMs);
    };
    const limit = setTimeout(() => {
      timedOut = true;
      stop();
    }, limitMs);
    signal?.addEventListener("abort", stop, { once: true });
    const settle = () => {
      clearTimeout(limit);
      clearTimeout(killer);
      signal?.removeEventListener("abort", stop);
    };
    collect(child.stdout, stdout, onLine);
    collect(child.stderr, stderr, onLine);
    // A program that ends without reading its input breaks the pipe; its exit code tells more.
    child.stdin.on("error", () => undefined).end(input);
    child.on("error", (cause) => {
      settle();
      reject(new DeployError("not-started", `${program} can't be started: ${cause.message}`, undefined, { cause }));
    });
    child.on("close", (code) => {
      settle();
      if (signal?.aborted) reject(cancelled(program));
      else resolve({ code, stdout: Buffer.concat(stdout), stderr: Buffer.concat(stderr).toString(), timedOut });
    });
  });
}

function cancelled(program: string): DeployError {
  return new DeployError("cancelled", `cancelled: ${program} was stopped`);
}

function collect(stream: NodeJS.ReadableStream, chunks: Buffer[], onLine?: (line: string) => void): void {
  let rest = "";
  stream.on("data", (chunk: Buffer) => {
    chunks.push(chunk);
    if (!onLine) return;
    const lines = (rest + chunk.toString()).split(/\r?\n/);
    rest = lines.pop() ?? "";
    for (const line of lines) onLine(line);
  });
  stream.on("end", () => {
    if (rest && onLine) onLine(rest);
  });
}
