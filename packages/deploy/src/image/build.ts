import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { DeployError } from "../error";
import { withTemporaryFolder } from "../process";
import { type Build, buildCommand, type BuildMetadata } from "./build-command";
import type { Docker } from "./docker";
import { pushLimitMs } from "./push";

const buildLimitMs = 60 * 60_000;

/** What a builder pushes in one go with the build, in buildx's words, and how a push that failed is told from a build. */
export interface BuildAndPush {
  readonly output: string;
  readonly failure: (why: string, output: readonly string[]) => DeployError | undefined;
}

/** Builds into this machine's engine, or builds and pushes in one go, as a builder with a store of its own does. */
export async function runBuild(docker: Docker, build: Build, push?: BuildAndPush): Promise<BuildMetadata | undefined> {
  return withMetadata(docker, async (metadata) => {
    await watched(docker, buildCommand(docker.builder, build, { push: push?.output, ...metadata }), {
      onLine: build.onLine,
      limitMs: push ? buildLimitMs + pushLimitMs : buildLimitMs,
      failure: async (why, output) =>
        push?.failure(why, output) ?? (await import("./failures")).failedBuild(build, why, output),
    });
  });
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
  readonly failure: (why: string, output: readonly string[]) => DeployError | Promise<DeployError>;
}

/** Runs docker, passing lines on. Whatever it printed, an exit code other than 0 is a failure. */
export async function watched(
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
  throw await failure(
    timedOut ? `it took longer than ${limitMs / 60_000} minutes` : `exit code ${code ?? "none (killed)"}`,
    lines,
  );
}
