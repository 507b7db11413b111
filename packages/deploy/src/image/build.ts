import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { DeployError } from "../error";
import { buildCommand, type BuildCommand } from "./build-command";
import type { Docker } from "./docker";
import { withTemporaryFolder } from "../process";

/** One build: a staged folder becomes an image of that name, on this machine or in the registry. */
export interface Build extends BuildCommand {
  readonly service: string;
  readonly onLine: (line: string) => void;
}

/** BuildKit's own description of what it built: digests, descriptor, materials. */
export type BuildMetadata = Readonly<Record<string, unknown>>;

const buildLimitMs = 60 * 60_000;
const pushLimitMs = 30 * 60_000;
const tailLines = 30;
const longestLine = 300;
/** BuildKit's own line, not one that a step of the build printed. */
const refusedPush = /^(#\d+ )?ERROR: .*failed to push/;

/** Builds into this machine's engine, or builds and pushes in one go, as a builder with a store of its own does. */
export async function runBuild(
  docker: Docker,
  build: Build,
  kind: "load" | "push",
): Promise<BuildMetadata | undefined> {
  return withMetadata(docker, async (metadata) => {
    await watched(docker, buildCommand(docker.builder, build, { kind, ...metadata }), {
      onLine: build.onLine,
      limitMs: kind === "push" ? buildLimitMs + pushLimitMs : buildLimitMs,
      failure: (why, output) =>
        // Only a push is refused as one: BuildKit's line in a build that loads is some step's own.
        (kind === "push" && output.some((line) => refusedPush.test(line)) ? pushFailed : buildFailed)(
          build,
          why,
          output,
        ),
    });
  });
}

/** Pushes the built image and gives the digest that docker says the registry took. */
export async function pushImage(docker: Docker, build: Build): Promise<string> {
  const output = await watched(docker, ["push", build.image], {
    onLine: build.onLine,
    limitMs: pushLimitMs,
    failure: (why, lines) => pushFailed(build, why, lines),
  });
  const digest = /digest: (sha256:[0-9a-f]{64})/.exec(output.join("\n"))?.[1];
  if (digest) return digest;
  throw new DeployError("push-failed", `${build.service}: docker push of ${build.image} named no digest`);
}

/** A push that the registry refused for the login's sake, which may have run out during a long build. */
export function isLoginRefused(error: unknown): boolean {
  return (
    error instanceof DeployError &&
    error.code === "push-failed" &&
    /denied|unauthorized|authentication required|no basic auth|token has expired|\b40[13]\b/i.test(error.message)
  );
}

function buildFailed({ service }: Build, why: string, output: readonly string[]): DeployError {
  // A build that was stopped says of its steps only that they were.
  const told = /^exit code \d/.test(why) ? failedStep(output) : undefined;
  return withTail("build-failed", `${service}: the build failed${told ?? `: ${why}`}`, output);
}

function pushFailed({ service, image }: Build, why: string, output: readonly string[]): DeployError {
  const last = output.at(-1);
  const told = last === undefined ? why : `${why}: ${cut(last)}`;
  return withTail("push-failed", `${service}: the image was built, but pushing ${image} failed: ${told}`, output);
}

function withTail(code: string, reason: string, output: readonly string[]): DeployError {
  const tail = output.slice(-tailLines).join("\n") || "docker printed nothing";
  return new DeployError(code, `${reason}\n${tail}`, undefined, { reason });
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

function cut(text: string): string {
  return text.length > longestLine ? `${text.slice(0, longestLine)}…` : text;
}

async function withMetadata(
  docker: Docker,
  body: (metadata: { metadataFile?: string }) => Promise<void>,
): Promise<BuildMetadata | undefined> {
  if (docker.builder.kind === "buildkit") return body({}).then(() => undefined);
  return withTemporaryFolder("build-metadata", async (folder) => {
    const metadataFile = join(folder, "metadata.json");
    await body({ metadataFile });
    return JSON.parse(await readFile(metadataFile, "utf8")) as BuildMetadata;
  });
}

interface Watch {
  readonly onLine: (line: string) => void;
  readonly limitMs: number;
  readonly failure: (why: string, output: readonly string[]) => DeployError;
}

/** Runs docker, passing lines on. Whatever it printed, an exit code other than 0 is a failure. */
async function watched(
  docker: Docker,
  args: readonly string[],
  { onLine, limitMs, failure }: Watch,
): Promise<string[]> {
  const lines: string[] = [];
  const keep = (line: string) => {
    if (line.trim() === "") return;
    lines.push(line);
    onLine(line);
  };
  const { code, timedOut } = await docker.run(args, { limitMs, onLine: keep });
  if (code === 0) return lines;
  throw failure(
    timedOut ? `it took longer than ${limitMs / 60_000} minutes` : `exit code ${code ?? "none (killed)"}`,
    lines,
  );
}
