import { DeployError } from "../error";
import { startGroup } from "./group";
import { openUnnamed } from "./unnamed-file";

export interface RunOptions {
  readonly cwd?: string | undefined;
  readonly env?: NodeJS.ProcessEnv | undefined;
  /** Written to standard input, so that a secret is never an argument. */
  readonly input?: string | Buffer | undefined;
  /** The program and all that it started are stopped after this long. */
  readonly limitMs: number;
  readonly signal?: AbortSignal | undefined;
  /** Called with each full line of standard output and error as it comes. */
  readonly onLine?: (line: string) => void;
  /** Standard output goes through a file: in a pipe megabytes come in pieces of 4 KB, each of which wakes this process. */
  readonly prints?: "much";
}

export interface RunResult {
  /** The exit code; `null` when a signal ended the program. */
  readonly code: number | null;
  readonly stdout: Buffer;
  readonly stderr: string;
  readonly timedOut: boolean;
}

/**
 * Runs a program without a shell and reports how it ended; only one that can't be started throws.
 * When the signal aborts, the program is stopped and the promise rejects with `cancelled`.
 */
export async function run(program: string, args: readonly string[], options: RunOptions): Promise<RunResult> {
  if (options.signal?.aborted) throw cancelled(program);
  if (!options.prints) return runOnce(program, args, options);
  const file = openUnnamed();
  try {
    const result = await runOnce(program, args, options, file.writer);
    return { ...result, stdout: file.read() };
  } finally {
    file.close();
  }
}

async function runOnce(
  program: string,
  args: readonly string[],
  options: RunOptions,
  writer?: number,
): Promise<RunResult> {
  const { input, signal, onLine } = options;
  const { child, ended } = startGroup(program, args, { ...options, stdout: writer });
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  if (child.stdout) collect(child.stdout, stdout, onLine);
  collect(child.stderr, stderr, onLine);
  // A program that ends without reading its input breaks the pipe; its exit code tells more.
  child.stdin.on("error", () => undefined).end(input);
  const { code, timedOut } = await ended.catch((cause: Error) => {
    throw new DeployError("not-started", `${program} can't be started: ${cause.message}`, undefined, { cause });
  });
  if (signal?.aborted) throw cancelled(program);
  return { code, stdout: Buffer.concat(stdout), stderr: Buffer.concat(stderr).toString(), timedOut };
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
  // Not "end": that never comes where something left running still holds the stream.
  stream.on("close", () => {
    if (rest && onLine) onLine(rest);
  });
}
