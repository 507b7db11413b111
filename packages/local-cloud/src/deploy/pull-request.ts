import { DeployError } from "@cashsouk/deploy";
import type { Instance } from "../instance/instance";
import type { Progress, Write } from "../progress";
import { pullRequest } from "../workflow/github-events";
import { ownRepository } from "../workflow/rewrite";
import { actOn } from "./act-on";
import { ofOwnRepository } from "./deploy";
import { runPrinter } from "./print-run";
import { keptVariables } from "./variables";

/** The same for each: a newer commit's plan takes the place of the older one's. */
const number = 1;

/**
 * A pull request with the checkout's working tree: act runs plan.yml against what is deployed, and each stack's summary is
 * written as the reviewer reads it. True when every job ended well.
 */
export async function openPullRequest(
  instance: Instance,
  { checkout, variables: given }: { checkout: string; variables: Readonly<Record<string, string>> },
  progress: Progress,
  write: Write,
): Promise<boolean> {
  const variables = keptVariables(instance);
  if (!variables)
    throw new DeployError("never-deployed", `${instance.name}: nothing was deployed yet`, "Run: make deploy-local");
  const occasion = ofOwnRepository(instance, checkout, { ...variables, ...given });
  const summaries: string[] = [];
  const print = runPrinter(write);
  const green = await actOn({ ...occasion, event: pullRequest(ownRepository, number) }, progress, (event) => {
    if (event.kind === "summary") summaries.push(event.markdown);
    else print(event);
  });
  for (const summary of summaries) write(`\n${summary.trimEnd()}`);
  return green;
}
