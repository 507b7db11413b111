import { cp, mkdir, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { run } from "../command";

/** Copies the working tree (tracked and untracked, nothing ignored, with its history) to `target`, which is made anew. */
export async function copyCheckout(checkout: string, target: string): Promise<void> {
  await rm(target, { recursive: true, force: true });
  await run(["git", "clone", "--quiet", "--no-checkout", checkout, target]);
  await run(["git", "-C", target, "reset", "--quiet"]);
  await copyFiles(checkout, target);
}

/** Copies a folder's files, tracked and untracked but nothing ignored, over what is in `target`. */
export async function copyFiles(folder: string, target: string): Promise<void> {
  const listed = await run(["git", "-C", folder, "ls-files", "-z", "--cached", "--others", "--exclude-standard"]);
  for (const file of new Set(listed.split("\0").filter(Boolean))) {
    await mkdir(dirname(join(target, file)), { recursive: true });
    await cp(join(folder, file), join(target, file), { verbatimSymlinks: true }).catch((error: unknown) => {
      // Deleted in the working tree but still in the index: it is gone in the copy as well.
      if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    });
  }
}
