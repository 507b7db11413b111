import { DeployError } from "@cashsouk/deploy";
import type { Instance } from "../instance/instance";
import type { Progress, Write } from "../progress";
import type { GithubEvent } from "../workflow/github-events";
import { actOn } from "./act-on";
import { ofOwnRepository } from "./deploy";
import { runPrinter } from "./print-run";
import { keptVariables } from "./variables";

/**
 * Something happens in the repository of what is deployed: act runs the workflow that it starts, and each summary is written
 * as people read it. True when every job ended well.
 */
export async function actOnDeployed(
  instance: Instance,
  {
    event,
    checkout,
    variables: given,
  }: { event: GithubEvent; checkout: string; variables: Readonly<Record<string, string>> },
  progress: Progress,
  write: Write,
): Promise<boolean> {
  const variables = keptVariables(instance);
  if (!variables)
    throw new DeployError("never-deployed", `${instance.name}: nothing was deployed yet`, "Run: make deploy-local");
  const occasion = ofOwnRepository(instance, checkout, { ...variables, ...given });
  const summaries: string[] = [];
  const print = runPrinter(write);
  const green = await actOn({ ...occasion, event }, progress, (event) => {
    if (event.kind === "summary") summaries.push(event.markdown);
    else print(event);
  });
  for (const summary of summaries) write(`\n${summary.trimEnd()}`);
  return green;
}
