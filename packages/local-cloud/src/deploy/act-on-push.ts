import { existsSync, mkdirSync, renameSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { run } from "../command";
import type { Instance } from "../instance/instance";
import { cacheFolder } from "../machine/folders";
import type { Progress, Write } from "../progress";
import { runWorkflow } from "../workflow/act";
import { copyForAct } from "../workflow/rewrite";
import { startTokenIssuer } from "../workflow/token-issuer";
import { runPrinter } from "./print-run";
import { workflowEnvironment } from "./variables";

export interface Push {
  readonly instance: Instance;
  /** Whose working tree is pushed. */
  readonly checkout: string;
  /** Its name on GitHub. */
  readonly repository: string;
  /** The repository's variables on GitHub. */
  readonly variables: Readonly<Record<string, string>>;
  readonly standIns: string;
  /** Other repositories that its workflow takes actions from, by their names on GitHub. */
  readonly folders?: Readonly<Record<string, string>>;
}

const workflowLimitMs = 45 * 60_000;

/** A push to a repository's main: act runs its deploy.yml on the working tree. True when every job ended well. */
export async function actOnPush(push: Push, progress: Progress, write: Write): Promise<boolean> {
  const { instance, checkout, repository, variables, standIns, folders } = push;
  // Outside every checkout: git in a job without one must not find the developer's repository.
  const work = actFolder(instance);
  const tree = join(work, "tree");
  await progress.step("the working tree, rewritten for act", () => copyForAct(checkout, tree, repository));
  const commit = (await run(["git", "-C", checkout, "rev-parse", "HEAD"])).trim();

  const logFile = newLog(instance);
  const issuer = await startTokenIssuer({
    sub: `repo:${repository}:ref:refs/heads/main`,
    repository,
    repository_id: "1",
    ref: "refs/heads/main",
    environment: "local",
    job_workflow_ref: `${repository}/.github/workflows/deploy.yml@refs/heads/main`,
  });
  try {
    progress.say(`act runs deploy.yml at ${commit.slice(0, 12)} (its whole log: ${logFile.replace(homedir(), "~")})`);
    return await progress.step(
      "deploy.yml",
      () =>
        runWorkflow({
          tree,
          cacheFolder: work,
          workflow: ".github/workflows/deploy.yml",
          logFile,
          repository,
          standIns,
          ...(folders ? { folders } : {}),
          variables,
          environment: workflowEnvironment(instance, issuer),
          onEvent: runPrinter(write),
          timeoutMs: workflowLimitMs,
        }),
      (green) => (green ? "green" : "red"),
    );
  } finally {
    await issuer.close();
  }
}

export function actFolder({ id }: Instance): string {
  return join(cacheFolder, "act", id);
}

/** The last run's log is kept beside the new one: who tries again after a red run still has its reason. */
function newLog({ folder }: Instance): string {
  const logs = join(folder, "logs");
  mkdirSync(logs, { recursive: true });
  const file = join(logs, "deploy.jsonl");
  if (existsSync(file)) renameSync(file, join(logs, "deploy.previous.jsonl"));
  writeFileSync(file, "");
  return file;
}
