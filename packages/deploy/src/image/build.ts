import { join } from "node:path";
import { DeployError } from "../error";
import type { Docker } from "./docker";

/** One build: a staged folder becomes an image of that name on this machine. */
export interface Build {
  readonly service: string;
  readonly context: string;
  readonly dockerfile: string;
  readonly image: string;
  readonly key: string;
  readonly buildArgs: Readonly<Record<string, string>>;
  readonly platform: string;
  /** Secret id → file. */
  readonly secrets: Readonly<Record<string, string>>;
  readonly network?: string;
  readonly onLine: (line: string) => void;
}

const buildLimitMs = 60 * 60_000;
const pushLimitMs = 30 * 60_000;
const tailLines = 30;

export async function buildImage(docker: Docker, build: Build): Promise<void> {
  const { service, context } = build;
  await watched(docker, [...buildCommand(docker, build), context], {
    onLine: build.onLine,
    limitMs: buildLimitMs,
    failure: (why, tail) => new DeployError("build-failed", `${service}: the build failed: ${why}\n${tail}`),
  });
}

/** Pushes the built image and gives the digest that docker says the registry took. */
export async function pushImage(docker: Docker, { service, image, onLine }: Build): Promise<string> {
  const output = await watched(docker, ["push", image], {
    onLine,
    limitMs: pushLimitMs,
    failure: (why, tail) =>
      new DeployError("push-failed", `${service}: the image was built, but pushing ${image} failed: ${why}\n${tail}`),
  });
  const digest = /digest: (sha256:[0-9a-f]{64})/.exec(output)?.[1];
  if (digest) return digest;
  throw new DeployError("push-failed", `${service}: docker push of ${image} named no digest`);
}

function buildCommand(docker: Docker, build: Build): string[] {
  const { context, dockerfile, image, key, platform, network } = build;
  const buildArgs = { ...build.buildArgs, RELEASE: key };
  // Attestations would make the pushed manifest an index with times in it.
  const ways =
    docker.builder === "buildx" ? ["buildx", "build", "--load", "--provenance=false", "--sbom=false"] : ["build"];
  const entitlement = docker.builder === "buildx" && network === "host" ? ["--allow", "network.host"] : [];
  return [
    ...ways,
    ...["--progress", "plain", "--platform", platform, "--tag", image, "--file", join(context, dockerfile)],
    ...["--label", `org.cashsouk.key=${key}`],
    ...entitlement,
    ...(network ? ["--network", network] : []),
    ...Object.entries(buildArgs).flatMap(([name, value]) => ["--build-arg", `${name}=${value}`]),
    ...Object.entries(build.secrets).flatMap(([id, file]) => ["--secret", `id=${id},src=${file}`]),
  ];
}

interface Watch {
  readonly onLine: (line: string) => void;
  readonly limitMs: number;
  readonly failure: (why: string, tail: string) => DeployError;
}

/** Runs docker, passing lines on. Whatever it printed, an exit code other than 0 is a failure. */
async function watched(docker: Docker, args: readonly string[], { onLine, limitMs, failure }: Watch): Promise<string> {
  const lines: string[] = [];
  const keep = (line: string) => {
    if (line.trim() === "") return;
    lines.push(line);
    onLine(line);
  };
  const { code, timedOut } = await docker.run(args, { limitMs, onLine: keep });
  if (code === 0) return lines.join("\n");
  const why = timedOut ? `it took longer than ${limitMs / 60_000} minutes` : `exit code ${code ?? "none (killed)"}`;
  throw failure(why, lines.slice(-tailLines).join("\n") || "docker printed nothing");
}
