import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { DeployError } from "../../error";

export function ownConfigFolder(): string {
  return process.env["DOCKER_CONFIG"] || join(homedir(), ".docker");
}

/** Docker's settings of the user, as far as they are read here. */
export interface DockerConfig {
  readonly auths?: Readonly<Record<string, { readonly auth?: string; readonly identitytoken?: string }>>;
  readonly credHelpers?: Readonly<Record<string, string>>;
  readonly credsStore?: string;
}

/** What Docker calls a registry where it keeps the login for it. */
export function loginNames(host: string): string[] {
  return host === "docker.io" ? ["https://index.docker.io/v1/"] : [host, `https://${host}`];
}

export async function readOwnConfig(): Promise<DockerConfig> {
  const file = join(ownConfigFolder(), "config.json");
  const text = await readFile(file, "utf8").catch(() => "{}");
  try {
    return JSON.parse(text) as DockerConfig;
  } catch (cause) {
    throw new DeployError("bad-docker-config", `${file} is not JSON`, undefined, { cause });
  }
}
