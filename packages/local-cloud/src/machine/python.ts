import { createHash } from "node:crypto";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { run } from "../command";
import { cacheFolder } from "./folders";
import type { Need } from "./need";

const requirements = resolve(__dirname, "../../requirements.txt");

/** The virtual environment of exactly these requirements: another version of the file gets another folder. */
export const pythonFolder = join(cacheFolder, `python-${hashOf(requirements)}`);

export function python(): Need {
  const done = join(pythonFolder, "installed");
  const install: [string, ...string[]] = [
    join(pythonFolder, "bin/python"),
    "-m",
    "pip",
    "install",
    "--quiet",
    "-r",
    requirements,
  ];
  return {
    name: "Python packages",
    find: () => (existsSync(done) ? pythonFolder : undefined),
    installs: `pip install -r ${requirements} into ${pythonFolder}`,
    byHand: `python3 -m venv ${pythonFolder} && ${install.join(" ")} && touch ${done}`,
    async install() {
      rmSync(pythonFolder, { recursive: true, force: true });
      await run(["/usr/bin/python3", "-m", "venv", pythonFolder]);
      await run(install);
      writeFileSync(done, "");
    },
  };
}

function hashOf(file: string): string {
  return createHash("sha256").update(readFileSync(file)).digest("hex").slice(0, 8);
}
