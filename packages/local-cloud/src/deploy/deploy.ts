import { join } from "node:path";
import { DeployError } from "@cashsouk/deploy";
import { run } from "../command";
import type { Instance } from "../instance/instance";
import type { Progress, Write } from "../progress";
import { type Commit, pushToMain as push } from "../workflow/github-events";
import { ownRepository } from "../workflow/rewrite";
import { actOn } from "./act-on";
import { rootClients } from "./clients";
import { prepareAccount } from "./foundation";
import { runPrinter } from "./print-run";
import { keepVariables, workflowVariables } from "./variables";

/**
 * A push to main, for real, on this machine: lays down the account's foundation, then act runs deploy.yml on the checkout's
 * working tree. True when every job ended well; what runs is for the table to say. `given`: variables of the repository that
 * differ from what they are here.
 */
export async function pushToMain(
  instance: Instance,
  { checkout, variables: given }: { checkout: string; variables: Readonly<Record<string, string>> },
  progress: Progress,
  write: Write,
): Promise<boolean> {
  const log = progressLog(progress);
  const account = await progress.step("bootstrap and registry", () =>
    prepareAccount(rootClients(instance), instance, checkout, log),
  );
  const variables = workflowVariables(instance, account);
  keepVariables(instance, variables);
  const occasion = ofOwnRepository(instance, checkout, { ...variables, ...given });
  return actOn({ ...occasion, event: push(ownRepository, await headCommit(checkout)) }, progress, runPrinter(write));
}

/** What is the same whatever happens in this repository. */
export function ofOwnRepository(instance: Instance, checkout: string, variables: Readonly<Record<string, string>>) {
  const standIns = join(checkout, "packages", "local-cloud", "stand-ins");
  return { instance, checkout, repository: ownRepository, variables, standIns };
}

/** A log whose lines stand under the step that is in progress. */
export function progressLog(progress: Progress) {
  const say = (line: string) => progress.say(`  ${line}`);
  return { info: say, warning: say };
}

/** What a push's event says of the commit: its message is in what Slack is told. */
export async function headCommit(checkout: string): Promise<Commit> {
  const [id = "", ...message] = (await run(["git", "-C", checkout, "log", "-1", "--format=%H%n%B"])).split("\n");
  return { id, message: message.join("\n").trim() };
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
