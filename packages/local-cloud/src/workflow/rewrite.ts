import { cp, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { run } from "../command";

/**
 * What act 0.2.89 does not parse yet: a reference to this repository at the running commit (`$/…`), and `queue:`.
 * Nothing else of a workflow is changed; a test compares the trees.
 */
export function rewriteForAct(yaml: string): string {
  return yaml
    .replace(/^([ \t]*(?:-[ \t]+)?uses:[ \t]*["']?)\$\//gm, "$1./")
    .replace(/^[ \t]*queue:[ \t]*(?:max|single)[ \t]*(?:#.*)?\n/gm, "");
}

/** Copies the working tree (tracked and untracked, nothing ignored, with its history) to `target`, rewritten for act. */
export async function copyForAct(checkout: string, target: string): Promise<void> {
  await rm(target, { recursive: true, force: true });
  await run(["git", "clone", "--quiet", "--no-checkout", checkout, target]);
  await run(["git", "-C", target, "reset", "--quiet"]);
  const listed = await run(["git", "-C", checkout, "ls-files", "-z", "--cached", "--others", "--exclude-standard"]);
  for (const file of new Set(listed.split("\0").filter(Boolean))) {
    await mkdir(dirname(join(target, file)), { recursive: true });
    await cp(join(checkout, file), join(target, file), { verbatimSymlinks: true }).catch((error: unknown) => {
      // Deleted in the working tree but still in the index: it is gone in the copy as well.
      if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    });
  }
  for (const file of await workflowFiles(target)) {
    await writeFile(file, rewriteForAct(await readFile(file, "utf8")));
  }
}

async function workflowFiles(root: string): Promise<string[]> {
  const workflows = join(root, ".github", "workflows");
  return (await readdir(workflows)).filter((name) => /\.ya?ml$/.test(name)).map((name) => join(workflows, name));
}
