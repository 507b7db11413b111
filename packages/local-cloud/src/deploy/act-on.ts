import { existsSync, mkdirSync, renameSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { run } from "../command";
import type { Instance } from "../instance/instance";
import { cacheFolder } from "../machine/folders";
import type { Progress } from "../progress";
import { runWorkflow } from "../workflow/act";
import type { ActEvent } from "../workflow/act-events";
import { claimsOfJob, type GithubEvent } from "../workflow/github-events";
import { copyForAct } from "../workflow/rewrite";
import { startTokenIssuer } from "../workflow/token-issuer";
import { workflowEnvironment } from "./variables";

export interface Occasion {
  readonly instance: Instance;
  readonly event: GithubEvent;
  /** Whose working tree it is about. */
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

/** Something happened on GitHub: act runs the workflow that it starts, on the working tree. True when every job ended well. */
export async function actOn(
  occasion: Occasion,
  progress: Progress,
  onEvent: (event: ActEvent) => void,
): Promise<boolean> {
  const { instance, event, checkout, repository, variables, standIns, folders } = occasion;
  // Outside every checkout: git in a job without one must not find the developer's repository.
  const work = actFolder(instance);
  const tree = join(work, "tree");
  await progress.step("the working tree, rewritten for act", () => copyForAct(checkout, tree, repository));
  const commit = (await run(["git", "-C", checkout, "rev-parse", "HEAD"])).trim();

  const logFile = newLog(instance, event.workflow);
  const issuer = await startTokenIssuer((job) => claimsOfJob(event, job));
  try {
    const where = logFile.replace(homedir(), "~");
    progress.say(`act runs ${event.workflow} at ${commit.slice(0, 12)} (its whole log: ${where})`);
    return await progress.step(
      event.workflow,
      () =>
        runWorkflow({
          tree,
          cacheFolder: work,
          event,
          logFile,
          standIns,
          ...(folders ? { folders } : {}),
          variables,
          environment: workflowEnvironment(instance, issuer),
          onEvent,
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
function newLog({ folder }: Instance, workflow: string): string {
  const logs = join(folder, "logs");
  const name = workflow.replace(/\.yml$/, "");
  mkdirSync(logs, { recursive: true });
  const file = join(logs, `${name}.jsonl`);
  if (existsSync(file)) renameSync(file, join(logs, `${name}.previous.jsonl`));
  writeFileSync(file, "");
  return file;
}
