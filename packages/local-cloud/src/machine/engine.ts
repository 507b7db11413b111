import { spawn } from "node:child_process";
import { existsSync, mkdirSync, openSync } from "node:fs";
import { userInfo } from "node:os";
import { join } from "node:path";
import { DeployError } from "@cashsouk/deploy";
import { attempt, run, type CommandOptions } from "../command";
import { until } from "../wait";
import { cacheFolder } from "./folders";
import type { Need } from "./need";
import { writeRecord } from "./process";
import { rootCommand } from "./root";

const folder = join(cacheFolder, "engine");
export const engineRecord = join(folder, "process.json");
const logFile = join(folder, "dockerd.log");
const pidFile = join(folder, "dockerd.pid");

/** Debian's own client fits Debian's engine; a newer one that is first on PATH may refuse to build without buildx. */
export function dockerCommand(): string {
  return existsSync("/usr/bin/docker") ? "/usr/bin/docker" : "docker";
}

export async function docker(args: readonly string[], options?: CommandOptions): Promise<string> {
  return run([dockerCommand(), ...args], options);
}

export function engine(): Need {
  const start = ["dockerd", "--storage-driver=overlay2", `--pidfile=${pidFile}`, `--group=${userInfo().gid}`];
  return {
    name: "Docker Engine",
    find: engineVersion,
    installs: `${start.join(" ")} (log: ${logFile})`,
    byHand: `${start.join(" ")} &`,
    async install() {
      await refuseForeignSocket();
      mkdirSync(folder, { recursive: true });
      const log = openSync(logFile, "a");
      const [command, ...args] = rootCommand(start);
      // A group of its own, so that Ctrl-C in the terminal does not reach it.
      const child = spawn(command, args, { detached: true, stdio: ["ignore", log, log] });
      child.unref();
      let ended = false;
      child.once("exit", () => (ended = true));
      const answers = async () => {
        if (ended) throw new DeployError("engine-ended", "dockerd ended at once.", `Read ${logFile}.`);
        return engineVersion();
      };
      await until(answers, { for: "Docker Engine to answer", timeoutMs: 60_000, hint: `Read ${logFile}.` });
      // Behind sudo the child is not dockerd itself.
      writeRecord(engineRecord, Number(await run(["cat", pidFile])));
    },
  };
}

/** Of the engine that answers; undefined when none does. */
export async function engineVersion(): Promise<string | undefined> {
  const { code, stdout } = await attempt([dockerCommand(), "version", "--format", "{{.Server.Version}}"]);
  return code === 0 ? stdout.trim() : undefined;
}

/** An engine that runs, but not for this user: starting a second one would destroy the first one's firewall rules. */
async function refuseForeignSocket(): Promise<void> {
  const { tail } = await attempt([dockerCommand(), "version"]);
  if (!tail.some((line) => line.includes("permission denied"))) return;
  const group = (await run(["stat", "-c", "%G", "/var/run/docker.sock"])).trim();
  const addToGroup = `sudo usermod -aG ${group} ${userInfo().username}`;
  const hint =
    group === "root" ? "Root started it for itself: run this as root." : `Run: ${addToGroup}, then log in again.`;
  throw new DeployError("engine-refused", "Docker Engine runs, and this user may not use it.", hint);
}
