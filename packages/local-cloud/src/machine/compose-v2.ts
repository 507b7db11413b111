import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "../command";
import { cacheFolder } from "./folders";
import { goCommand } from "./go";
import type { Need } from "./need";

const version = "2.39.4";
const goModule = "github.com/docker/compose/v2";
const folder = join(cacheFolder, `compose-${version}`);

/** Compose v2, by which the files are checked beside Debian's v1. */
export const composeV2File = join(folder, "docker-compose");

/** `go install` refuses its go.mod, which replaces modules: it is built as a dependency of an empty module. */
export function composeV2(): Need {
  const install = `go get ${goModule}@v${version} && go build ${goModule}/cmd`;
  return {
    name: `Compose ${version}`,
    find: () => (existsSync(composeV2File) ? folder : undefined),
    installs: `${install} into ${folder}`,
    byHand: `cd $(mktemp -d) && go mod init compose && ${install} -o ${composeV2File}`,
    async install() {
      mkdirSync(folder, { recursive: true });
      const work = mkdtempSync(join(cacheFolder, "compose-build-"));
      try {
        const go = await goCommand();
        const options = { cwd: work, env: { GOFLAGS: "-mod=mod" }, timeoutMs: 1_200_000 };
        writeFileSync(join(work, "go.mod"), "module compose\n\ngo 1.24\n");
        await run([go, "get", `${goModule}@v${version}`], options);
        const built = join(work, "docker-compose");
        const stamp = `-X ${goModule}/internal.Version=v${version}`;
        await run([go, "build", "-ldflags", stamp, "-o", built, `${goModule}/cmd`], options);
        renameSync(built, composeV2File);
      } finally {
        rmSync(work, { recursive: true, force: true });
      }
    },
  };
}
