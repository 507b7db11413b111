import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { run } from "../command";
import { copyCheckout } from "./copy-checkout";

/** This repository's name on GitHub, in claims, links and act's context. */
export const ownRepository = "cashsouk/cashsouk";

/**
 * What act 0.2.89 does not parse yet: a reference to this repository at the running commit (`$/…`), and `queue:`.
 * Nothing else of a workflow is changed; a test compares the trees.
 */
export function rewriteForAct(yaml: string): string {
  return yaml
    .replace(/^([ \t]*(?:-[ \t]+)?uses:[ \t]*["']?)\$\//gm, "$1./")
    .replace(/^[ \t]*queue:[ \t]*(?:max|single)[ \t]*(?:#.*)?\n/gm, "");
}

/** Copies the working tree with its history to `target`, rewritten for act. */
export async function copyForAct(checkout: string, target: string, repository = ownRepository): Promise<void> {
  await copyCheckout(checkout, target);
  // Links in summaries and messages come from here.
  await run(["git", "-C", target, "remote", "set-url", "origin", `https://github.com/${repository}`]);
  for (const file of await workflowFiles(target)) {
    await writeFile(file, rewriteForAct(await readFile(file, "utf8")));
  }
}

async function workflowFiles(root: string): Promise<string[]> {
  const workflows = join(root, ".github", "workflows");
  return (await readdir(workflows)).filter((name) => /\.ya?ml$/.test(name)).map((name) => join(workflows, name));
}
