import { existsSync, mkdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { homedir } from "node:os";
import { DeployError } from "@cashsouk/deploy";
import { run } from "../command";
import type { Instance } from "../instance/instance";
import { cacheFolder } from "../machine/folders";
import type { Progress, Write } from "../progress";
import { runWorkflow } from "../workflow/act";
import { copyForAct, repository } from "../workflow/rewrite";
import { startTokenIssuer } from "../workflow/token-issuer";
import { rootClients } from "./clients";
import { prepareAccount } from "./foundation";
import { runPrinter } from "./print-run";
import { workflowEnvironment, workflowVariables } from "./variables";

const workflowLimitMs = 45 * 60_000;

/**
 * A push to main, for real, on this machine: lays down the account's foundation, then act runs deploy.yml on the checkout's
 * working tree. True when every job ended well; what runs is for the table to say.
 */
export async function pushToMain(
  instance: Instance,
  checkout: string,
  progress: Progress,
  write: Write,
): Promise<boolean> {
  const clients = rootClients(instance);
  const log = {
    info: (line: string) => progress.say(`  ${line}`),
    warning: (line: string) => progress.say(`  ${line}`),
  };
  const account = await progress.step("bootstrap and registry", () => prepareAccount(clients, instance, checkout, log));

  // Outside every checkout: git in a job without one must not find the developer's repository.
  const work = join(cacheFolder, "act", instance.id);
  const tree = join(work, "tree");
  await progress.step("the working tree, rewritten for act", () => copyForAct(checkout, tree));
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
          standIns: join(checkout, "packages", "local-cloud", "stand-ins"),
          variables: workflowVariables(instance, account),
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

/** The last run's log is kept beside the new one: who tries again after a red run still has its reason. */
function newLog({ folder }: Instance): string {
  const logs = join(folder, "logs");
  mkdirSync(logs, { recursive: true });
  const file = join(logs, "deploy.jsonl");
  if (existsSync(file)) renameSync(file, join(logs, "deploy.previous.jsonl"));
  writeFileSync(file, "");
  return file;
}

/** A checkout without a commit can't be deployed: an image is tagged with one. */
export async function requireCommit(checkout: string): Promise<void> {
  try {
    await run(["git", "-C", checkout, "rev-parse", "--verify", "--quiet", "HEAD"]);
  } catch (cause) {
    throw new DeployError("no-commit", `${checkout} has no commit.`, "Commit once: images are tagged with it.", {
      cause,
    });
  }
}
