import { symlink, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { DeployError } from "../error";
import { run, type RunOptions, type RunResult, withTemporaryFolder } from "../process";
import { type Builder, inspectBuildx, plainBuildKit } from "./builder";
import { loginNames, ownConfigFolder, readOwnConfig } from "./oci/own-config";
import type { RegistryLogin } from "./registry-port";

export interface Docker {
  readonly builder: Builder;
  /** os/architecture that is built for when none is asked for. */
  readonly platform: string;
  /** Ends what waits. */
  readonly signal?: AbortSignal | undefined;
  /** Without a limit of its own it has half a minute. */
  run(args: readonly string[], options?: DockerOptions): Promise<RunResult>;
}

type DockerOptions = Partial<Pick<RunOptions, "limitMs" | "input" | "onLine">>;

const quickMs = 30_000;

/**
 * Gives `body` a Docker client whose credentials lie in a folder of their own, which is gone afterwards, whatever happens.
 * What the user's own configuration says is kept, for pulling base images and for the engine that is meant. `host` is the
 * one that is logged in to: a helper or a store would keep that login beyond this run, and some take none.
 */
export async function withDocker<T>(
  { signal, host }: { readonly signal?: AbortSignal | undefined; readonly host?: string | undefined },
  body: (docker: Docker) => Promise<T>,
): Promise<T> {
  return withTemporaryFolder("docker-config", async (folder) => {
    await writePrivateConfig(folder, host);
    return body(await openDocker(folder, signal));
  });
}

export async function logIn(docker: Docker, { host, user, password }: RegistryLogin): Promise<void> {
  const args = ["login", "--username", user, "--password-stdin", host];
  const result = await docker.run(args, { input: password });
  if (result.code !== 0)
    throw new DeployError("login-failed", `docker login to ${host} failed: ${result.stderr.trim()}`);
}

async function openDocker(configFolder: string, signal?: AbortSignal): Promise<Docker> {
  const env = {
    ...process.env,
    DOCKER_CONFIG: configFolder,
    BUILDX_CONFIG: process.env["BUILDX_CONFIG"] || join(ownConfigFolder(), "buildx"),
    DOCKER_BUILDKIT: "1",
    // Or buildx would make a build argument of it that no key has.
    SOURCE_DATE_EPOCH: undefined,
  };
  const call = (program: string, args: readonly string[], options?: DockerOptions) =>
    run(program, args, { limitMs: quickMs, ...options, env, signal });
  const { program, buildx } = await chooseClient(call);
  const ask: Docker["run"] = (args, options) => call(program, args, options);
  const { builder, platform } = buildx ? await inspectBuildx(ask) : { builder: plainBuildKit, platform: undefined };
  return {
    builder,
    platform: platform ?? (await enginePlatform(ask)),
    signal,
    run: ask,
  };
}

async function enginePlatform(ask: (args: readonly string[]) => Promise<RunResult>): Promise<string> {
  const { code, stdout, stderr } = await ask(["version", "--format", "{{.Server.Os}}/{{.Server.Arch}}"]);
  if (code === 0) return stdout.toString().trim();
  throw new DeployError("no-docker", `the Docker engine does not answer: ${stderr.trim()}`);
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
    if (buildx.code === 0) return { program, buildx: true };
    const major = Number(/version (\d+)/.exec(version.stdout.toString())?.[1]);
    if (major < 23) return { program, buildx: false };
    tried.push(`${program} (${major}, without buildx)`);
  }
  throw new DeployError(
    "no-docker",
    `no Docker client on the PATH can build with BuildKit; found ${tried.join(", ") || "none"}`,
    "Install Docker's buildx plugin, or Debian's docker.io.",
  );
}

async function writePrivateConfig(folder: string, host: string | undefined): Promise<void> {
  const config = await readOwnConfig();
  const noHelper = host ? Object.fromEntries(loginNames(host).map((name) => [name, ""])) : {};
  const text = JSON.stringify({ ...config, credHelpers: { ...config.credHelpers, ...noHelper } });
  await writeFile(join(folder, "config.json"), text, { mode: 0o600 });
  // What lies beside: the context that is in use names an engine (a rootless one).
  for (const name of ["cli-plugins", "contexts"]) await symlink(join(ownConfigFolder(), name), join(folder, name));
}
