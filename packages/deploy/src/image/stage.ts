import { chmod, lstat, mkdir, readFile, readlink, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { absolute, encodePath, type Repository, splitNul, decodePath } from "../git";
import { DeployError } from "../error";
import type { ImageInputs } from "../content";
import { contentHash, type ContextFile } from "./key";

/**
 * Lays an image's inputs into an empty folder, which becomes the build context, and lists what it wrote.
 * Each file is read once: what the key covers is what the build gets, also when a file changes meanwhile.
 */
export async function stageContext(
  repository: Repository,
  { files, generated }: ImageInputs,
  folder: string,
): Promise<ContextFile[]> {
  const staged: ContextFile[] = [];
  for (const path of await withSubmoduleFiles(repository, [...files.keys()]))
    staged.push(await stageFile({ from: absolute(repository, path), path, folder }));
  for (const [path, text] of generated) {
    await writeAs(encodePath(join(folder, path)), text, 0o644);
    staged.push({ path, mode: "100644", hash: contentHash(text) });
  }
  return staged;
}

interface Place {
  /** On this machine. */
  readonly from: Buffer;
  /** In the context. */
  readonly path: string;
  readonly folder: string;
}

/** Copies one file, link or empty folder into the context. */
export async function stageFile({ from, path, folder }: Place): Promise<ContextFile> {
  const to = encodePath(join(folder, path));
  await makeFolder(folder, dirname(path));
  const status = await lstat(from);
  if (status.isSymbolicLink()) {
    const target = await readlink(from, "buffer");
    await symlink(target, to);
    return { path, mode: "120000", hash: contentHash(target) };
  }
  if (status.isDirectory()) {
    await makeFolder(folder, path);
    return { path, mode: "040000", hash: contentHash("") };
  }
  if (!status.isFile()) {
    const kind = status.isFIFO() ? "a named pipe" : status.isSocket() ? "a socket" : "a device";
    throw new DeployError(
      "not-a-file",
      `${path} is ${kind}: it has no content of its own that an image could hold`,
      "Remove it, or name it in .dockerignore.",
    );
  }
  const content = await readFile(from);
  const executable = (status.mode & 0o100) !== 0;
  await writeAs(to, content, executable ? 0o755 : 0o644);
  return { path, mode: executable ? "100755" : "100644", hash: contentHash(content) };
}

/** Git knows one bit of a file's mode and none of a folder's; the rest is the machine's umask and must make no difference. */
async function writeAs(to: Buffer, content: Buffer | string, mode: number): Promise<void> {
  await writeFile(to, content);
  await chmod(to, mode);
}

async function makeFolder(folder: string, path: string): Promise<void> {
  const made = await mkdir(encodePath(join(folder, path)), { recursive: true });
  for (let at = path; made !== undefined && at !== "."; at = dirname(at))
    await chmod(encodePath(join(folder, at)), 0o755);
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
