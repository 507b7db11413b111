import type { Stats } from "node:fs";
import { whyFailed } from "../aws-fault";
import { DeployError, describeError } from "../error";
import type { Build } from "./build-command";
import { cut, withTail } from "./docker-output";

// Loaded where images failed, which ends the run.

/** `why`: what is known of it without docker's words. */
export function failedBuild({ service }: Build, why: string, output: readonly string[]): DeployError {
  // A build that was stopped says of its steps only that they were.
  const told = /^exit code \d/.test(why) ? failedStep(output) : undefined;
  return withTail("build-failed", `${service}: the build failed${told ?? `: ${why}`}`, output);
}

/** Why nothing could be built, behind whose fault it is called; an older docker does not call it an error. */
const solverSaid = /^(?:ERROR: |(?=failed to solve))(?:failed to (?:build|solve|create LLB)[^:]*: )*(.+)$/;

/** Which step failed, and why, in BuildKit's own lines: what a step prints has its time before it. */
function failedStep(output: readonly string[]): string | undefined {
  const [, step, why = ""] = output.map((line) => /^(#\d+) ERROR: (.+)$/.exec(line)).find(Boolean) ?? [];
  if (step === undefined) {
    const said = output.map((line) => solverSaid.exec(line)?.[1]).findLast(Boolean);
    return said && `: ${said}`;
  }
  const name = output.find((line) => line.startsWith(`${step} [`))?.slice(step.length + 1);
  // The command is the step's name already.
  const short = why.replace(
    /^(?:process ".*" did not complete successfully|executor failed running .*): (?=exit code)/,
    "",
  );
  return `${name === undefined ? "" : ` in ${cut(name)}`}: ${cut(short)}`;
}

/** What several images failed of, in one error. */
export function oneFailure(failures: readonly unknown[]): unknown {
  if (failures.length === 1 || !failures.every((failure) => failure instanceof DeployError)) return failures[0];
  const options = { cause: failures[0], reason: failures.map(whyFailed).join("; ") };
  return new DeployError("build-failed", failures.map(describeError).join("\n\n"), undefined, options);
}

export function notAFile(path: string, status: Stats): DeployError {
  const kind = status.isFIFO() ? "a named pipe" : "a device";
  return new DeployError(
    "not-a-file",
    `${path} is ${kind}: it has no content that an image could hold`,
    "Remove it, or name it in .dockerignore.",
  );
}
