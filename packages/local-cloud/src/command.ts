import { createWriteStream } from "node:fs";
import { DeployError } from "@cashsouk/deploy";
import { startGroup } from "@cashsouk/deploy/process";

export interface CommandOptions {
  cwd?: string;
  env?: Record<string, string>;
  /** Sent to standard input, so that a secret never stands in an argument list. */
  input?: string;
  /** Both streams are also appended to this file. */
  logFile?: string;
  /** Called with every line as it comes, for a command that takes long. */
  onLine?: (line: string) => void;
  timeoutMs?: number;
}

const tailLines = 15;

/** Runs a command to its end and returns its standard output; a failure tells the last lines it wrote. */
export async function run(argv: readonly [string, ...string[]], options: CommandOptions = {}): Promise<string> {
  const result = await attempt(argv, options);
  if (result.code === 0) return result.stdout;
  const log = options.logFile ? ` (all of it: ${options.logFile})` : "";
  throw new DeployError("command-failed", `${argv.join(" ")} ${result.ending}${log}${quote(result.tail)}`);
}

export interface Attempt {
  /** null when the command could not start or a signal ended it. */
  code: number | null;
  ending: string;
  stdout: string;
  tail: readonly string[];
}

/** As `run`, for a caller who judges the exit code itself. */
export async function attempt(argv: readonly [string, ...string[]], options: CommandOptions = {}): Promise<Attempt> {
  const [command, ...args] = argv;
  const timeoutMs = options.timeoutMs ?? 600_000;
  const { child, ended } = startGroup(command, args, {
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
    limitMs: timeoutMs,
    inTerminal: command === "sudo",
  });
  const log = options.logFile ? createWriteStream(options.logFile, { flags: "a" }) : undefined;
  const tail: string[] = [];
  let stdout = "";
  let rest = "";

  const take = (chunk: string) => {
    log?.write(chunk);
    const lines = (rest + chunk).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines.filter(Boolean)) {
      tail.push(line);
      options.onLine?.(line);
    }
    tail.splice(0, tail.length - tailLines);
  };
  child.stdout?.setEncoding("utf8").on("data", (chunk: string) => {
    stdout += chunk;
    take(chunk);
  });
  child.stderr.setEncoding("utf8").on("data", take);
  // A command may end without reading its input.
  child.stdin.on("error", () => undefined).end(options.input ?? "");

  const [code, ending] = await ended.then(
    ({ code, signal, timedOut }): [number | null, string] => {
      if (timedOut) return [null, `was stopped after ${timeoutMs / 1000} s`];
      return [code, code === null ? `was ended by ${signal}` : `ended with exit code ${code}`];
    },
    (error: Error): [null, string] => [null, `could not start: ${error.message}`],
  );
  log?.end();
  return { code, ending, stdout, tail: rest ? [...tail, rest] : tail };
}

function quote(lines: readonly string[]): string {
  return lines.map((line) => `\n  | ${line}`).join("");
}
