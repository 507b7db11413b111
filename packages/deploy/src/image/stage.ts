import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { chmod, copyFile, lstat, mkdir, readFile, readlink, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { encodePath } from "../git";
import { contentHash, type ContextFile } from "./key";

const largeBytes = 2 ** 26;

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
  if (!status.isFile()) throw (await import("./failures")).notAFile(path, status);
  const executable = (status.mode & 0o100) !== 0;
  await copyFile(from, to);
  await chmod(to, executable ? 0o755 : 0o644);
  const sha = createHash("sha256");
  // Of the copy, which is what the build gets, also when the file changes meanwhile. Node reads no 2 GiB at once.
  if (status.size < largeBytes) sha.update(await readFile(to));
  else await pipeline(createReadStream(to), sha);
  return { path, mode: executable ? "100755" : "100644", hash: sha.digest("hex") };
}

/** Git knows one bit of a file's mode and none of a folder's; the rest is the machine's umask and must make no difference. */
export async function writeAs(to: Buffer, content: Buffer | string, mode: number): Promise<void> {
  await writeFile(to, content);
  await chmod(to, mode);
}

async function makeFolder(folder: string, path: string): Promise<void> {
  const made = await mkdir(encodePath(join(folder, path)), { recursive: true });
  for (let at = path; made !== undefined && at !== "."; at = dirname(at))
    await chmod(encodePath(join(folder, at)), 0o755);
}
