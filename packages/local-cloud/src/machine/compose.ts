import { DeployError } from "@cashsouk/deploy";
import { attempt } from "../command";
import { dockerCommand } from "./engine";
import type { Need } from "./need";
import { runAsRoot } from "./root";

/** How Docker Compose is started: the engine's plugin (v2), or a program of its own (v1 on Debian 12, v2 since). */
type ComposeCommand = [string, ...string[]];

export function compose(): Need {
  const install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "docker-compose"];
  return {
    name: "Docker Compose",
    find: async () => (await findCommand())?.version,
    installs: "apt-get install docker-compose",
    byHand: `apt-get update && ${install.join(" ")}`,
    async install() {
      await runAsRoot(["apt-get", "update", "-qq"]);
      // sudo drops the environment, so the variable goes by `env`.
      await runAsRoot(["env", "DEBIAN_FRONTEND=noninteractive", ...install], { timeoutMs: 1_200_000 });
    },
  };
}

export async function composeCommand(): Promise<ComposeCommand> {
  const found = await findCommand();
  if (found) return found.command;
  throw new DeployError("no-compose", "Docker Compose is not on this machine.", "Run: make dev");
}

async function findCommand(): Promise<{ command: ComposeCommand; version: string } | undefined> {
  const candidates: ComposeCommand[] = [[dockerCommand(), "compose"], ["docker-compose"]];
  for (const command of candidates) {
    const { code, stdout } = await attempt([...command, "version", "--short"]);
    if (code === 0) return { command, version: stdout.trim() };
  }
  return undefined;
}
