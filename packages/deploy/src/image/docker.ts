import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { homedir, tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { DeployError } from "../error";
import { run, type RunOptions, type RunResult } from "../process";
import type { RegistryLogin } from "./registry";

export interface Docker {
  readonly builder: "buildx" | "buildkit";
  /** os/architecture of the engine. */
  readonly platform: string;
  run(args: readonly string[], options: DockerOptions): Promise<RunResult>;
}

type DockerOptions = Pick<RunOptions, "limitMs" | "input" | "onLine">;

const quickMs = 30_000;

/**
 * Gives `body` a Docker client whose credentials lie in a folder of their own, which is gone afterwards, whatever happens.
 * What the user's own configuration says of other registries is kept for pulling base images.
 */
export async function withDocker<T>(signal: AbortSignal | undefined, body: (docker: Docker) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "docker-config-"));
  try {
    await writePrivateConfig(folder);
    return await body(await openDocker(folder, signal));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

export async function logIn(docker: Docker, { host, user, password }: RegistryLogin): Promise<void> {
  const args = ["login", "--username", user, "--password-stdin", host];
  const result = await docker.run(args, { input: password, limitMs: quickMs });
  if (result.code !== 0)
    throw new DeployError("login-failed", `docker login to ${host} failed: ${result.stderr.trim()}`);
}

/** What a reference stands for: the digest it carries, the local image's, else the registry's. */
export async function resolveDigest(docker: Docker, reference: string): Promise<string> {
  const local = await localDigest(docker, reference);
  if (local) return local;
  const pulled = await docker.run(["pull", "--quiet", reference], { limitMs: 600_000 });
  const digest = pulled.code === 0 ? await localDigest(docker, reference) : undefined;
  if (digest) return digest;
  throw new DeployError(
    "no-base-image",
    `the base image ${reference} is neither on this machine nor can it be pulled: ${pulled.stderr.trim() || "no reason given"}`,
  );
}

/** The same without asking a registry: `undefined` where neither the reference nor this machine tells. */
export async function localDigest(docker: Docker, reference: string): Promise<string | undefined> {
  const pinned = /@(sha256:[0-9a-f]{64})$/.exec(reference)?.[1];
  if (pinned) return pinned;
  const result = await docker.run(["image", "inspect", "--format", "{{json .}}", reference], { limitMs: quickMs });
  if (result.code !== 0) return undefined;
  const { Id, RepoDigests } = JSON.parse(result.stdout.toString()) as { Id: string; RepoDigests?: string[] | null };
  // The registry's digest is the same on every machine; an image that was only built here has none.
  // Other repositories' digests of it say nothing: they come and go with pushes.
  const repository = reference.replace(/:[^:/]+$/, "");
  const own = RepoDigests?.find((digest) => digest.startsWith(`${repository}@`));
  return own?.slice(repository.length + 1) ?? Id;
}

async function openDocker(configFolder: string, signal?: AbortSignal): Promise<Docker> {
  const own = ownConfigFolder();
  const env = {
    ...process.env,
    DOCKER_CONFIG: configFolder,
    BUILDX_CONFIG: process.env["BUILDX_CONFIG"] ?? join(own, "buildx"),
    DOCKER_BUILDKIT: "1",
  };
  const call = (program: string, args: readonly string[], options: DockerOptions) =>
    run(program, args, { ...options, env, ...(signal ? { signal } : {}) });
  const { program, builder } = await chooseClient((path, args) => call(path, args, { limitMs: quickMs }));
  const version = await call(program, ["version", "--format", "{{.Server.Os}}/{{.Server.Arch}}"], { limitMs: quickMs });
  if (version.code !== 0)
    throw new DeployError("no-docker", `the Docker engine does not answer: ${version.stderr.trim()}`);
  return {
    builder,
    platform: version.stdout.toString().trim(),
    run: (args, options) => call(program, args, options),
  };
}

/**
 * A client from 23 on builds with BuildKit only by buildx; without it, `docker build` is refused.
 * Debian's own client is older and carries BuildKit itself, so a second `docker` on the PATH may be the one that builds.
 */
async function chooseClient(call: (program: string, args: readonly string[]) => Promise<RunResult>) {
  const tried: string[] = [];
  for (const folder of new Set((process.env["PATH"] ?? "").split(delimiter).filter(Boolean))) {
    const program = join(folder, "docker");
    const version = await call(program, ["--version"]).catch(() => undefined);
    if (version?.code !== 0) continue;
    const buildx = await call(program, ["buildx", "version"]);
    if (buildx.code === 0) return { program, builder: "buildx" as const };
    const major = Number(/version (\d+)/.exec(version.stdout.toString())?.[1]);
    if (major < 23) return { program, builder: "buildkit" as const };
    tried.push(`${program} (${major}, without buildx)`);
  }
  throw new DeployError(
    "no-docker",
    `no Docker client on the PATH can build with BuildKit; found ${tried.join(", ") || "none"}`,
    "Install Docker's buildx plugin, or Debian's docker.io.",
  );
}

function ownConfigFolder(): string {
  return process.env["DOCKER_CONFIG"] ?? join(homedir(), ".docker");
}

async function writePrivateConfig(folder: string): Promise<void> {
  const own = ownConfigFolder();
  const text = await readFile(join(own, "config.json"), "utf8").catch(() => "{}");
  const { auths, credHelpers, proxies } = JSON.parse(text) as Record<string, unknown>;
  // No credsStore: it would keep the login beyond this run.
  const config = { auths: auths ?? {}, credHelpers, proxies, cliPluginsExtraDirs: [join(own, "cli-plugins")] };
  await writeFile(join(folder, "config.json"), JSON.stringify(config), { mode: 0o600 });
}
