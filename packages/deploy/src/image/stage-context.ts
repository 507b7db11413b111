import { lstat } from "node:fs/promises";
import { join } from "node:path";
import type { ImageInputs } from "../content";
import { absolute, decodePath, encodePath, type Repository, splitNul } from "../git";
import { sliceFiles } from "../workspace";
import { contentHash, type ContextFile } from "./key";
import { stageFile, writeAs } from "./stage";

/**
 * Lays an image's inputs into an empty folder, which becomes the build context, and lists what it wrote.
 * Each file is read once: what the key covers is what the build gets, also when a file changes meanwhile.
 */
export async function stageContext(
  repository: Repository,
  { files, slice }: ImageInputs,
  folder: string,
): Promise<ContextFile[]> {
  const staged: ContextFile[] = [];
  for (const path of await withSubmoduleFiles(repository, [...files.keys()]))
    staged.push(await stageFile({ from: absolute(repository, path), path, folder }));
  for (const [path, text] of sliceFiles(slice)) {
    await writeAs(encodePath(join(folder, path)), text, 0o644);
    staged.push({ path, mode: "100644", hash: contentHash(text) });
  }
  return staged;
}

/** Git lists a submodule as one path; an image needs the files in it. Of one that is not checked out there is an empty folder. */
async function withSubmoduleFiles(repository: Repository, paths: readonly string[]): Promise<string[]> {
  const all: string[] = [];
  for (const path of paths.map((listed) => listed.replace(/\/$/, ""))) {
    const status = await lstat(absolute(repository, path)).catch(() => undefined);
    // Deleted in a submodule, whose index still lists it.
    if (!status) continue;
    const inside = status.isDirectory() ? await filesInside(repository, path) : undefined;
    all.push(...(inside ? await withSubmoduleFiles(repository, inside) : [path]));
  }
  return all;
}

/** `undefined` where the folder is no repository of its own: git would tell of the one around it. */
async function filesInside(repository: Repository, path: string): Promise<string[] | undefined> {
  // It lies in the folder that is trusted, and may belong to another user as well.
  const inside = ["-C", path, "-c", "safe.directory=*"];
  const at = await repository.git([...inside, "rev-parse", "--show-prefix"]);
  if (at.toString().trim() !== "") return undefined;
  const listed = await repository.git([...inside, "ls-files", "-z", "--cached", "--others", "--exclude-standard"]);
  return [...new Set(splitNul(listed).map((bytes) => `${path}/${decodePath(bytes)}`))];
}
