import { existsSync } from "node:fs";
import { lstat, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { basename, join, relative, resolve } from "node:path";
import { DeployError } from "../error";
import { decodePath, encodePath, openRepository, resolveCommit, splitNul } from "../git";
import type { ImageSource, LaidInputs } from "./image-source";
import { stageFile } from "./stage";

/** One image of any repository: what `docker build` would take from a folder. */
export interface FolderImage {
  readonly name: string;
  /** The build context. */
  readonly context: string;
  /** The Dockerfile; absent: the one in the context. */
  readonly file?: string;
  readonly target?: string;
}

type Excludes = { readonly ignores: (path: string) => boolean; readonly hasExceptions: boolean };

export async function readFolderImage(image: FolderImage, signal?: AbortSignal): Promise<ImageSource> {
  const context = resolve(image.context);
  const file = image.file === undefined ? join(context, "Dockerfile") : resolve(image.file);
  if (!existsSync(context)) throw new DeployError("no-context", `context: ${image.context} does not exist`);
  const repository = openRepository(context, signal);
  const commit = await resolveCommit(repository, "HEAD");
  if (!commit) throw new DeployError("no-commit", `the repository in ${context} has no commit yet`);
  const excludes = await readExcludes(context, file);
  const inputs = await listInputs(context, excludes);
  // What git ignores was made from the commit (or belongs to nobody); what it would list was changed by hand.
  const status = await repository.git([
    "status",
    "--porcelain",
    "-z",
    "--no-renames",
    "--untracked-files=all",
    "--",
    ".",
  ]);
  const prefix = (await repository.git(["rev-parse", "--show-prefix"])).toString().trim();
  const changed = splitNul(status).map((entry) => decodePath(entry.subarray(3)).slice(prefix.length));
  const outside = relative(context, file).startsWith("..");
  const changedFile = outside && (await repository.git(["status", "--porcelain", "--", file])).length > 0;
  const dirty = changedFile || changed.some((path) => !excludes.ignores(path) || resolve(context, path) === file);
  return {
    name: image.name,
    commit,
    isDirty: () => Promise.resolve(dirty),
    buildArgs: {},
    target: image.target,
    lay: (folder) => lay({ context, file, inputs }, folder),
  };
}

interface Place {
  readonly context: string;
  readonly file: string;
  readonly inputs: readonly string[];
}

async function lay({ context, file, inputs }: Place, folder: string): Promise<LaidInputs> {
  const [inside, beside] = [join(folder, "context"), join(folder, "dockerfile")];
  await mkdir(inside);
  await mkdir(beside);
  const files = [];
  for (const path of inputs)
    files.push(await stageFile({ from: encodePath(join(context, path)), path, folder: inside }));
  const text = await readFile(file, "utf8");
  // The Dockerfile may lie outside the context, or be kept out of it.
  const path = join(beside, basename(file));
  await writeFile(path, text);
  // What is left out is left out already; the context's own list must not be read once more, by another program.
  await writeFile(`${path}.dockerignore`, "# everything here is an input\n");
  return { context: inside, files, dockerfile: { path, name: relative(context, file), text } };
}

/** The Dockerfile's own list goes before the context's, as BuildKit has it. */
async function readExcludes(context: string, file: string): Promise<Excludes> {
  const read = (path: string) => readFile(path, "utf8").catch(() => undefined);
  if ((await read(file)) === undefined)
    throw new DeployError("no-dockerfile", `file: ${file} does not exist, or is not a file`);
  const text = (await read(`${file}.dockerignore`)) ?? (await read(join(context, ".dockerignore"))) ?? "";
  const lines = text.replace(/^\uFEFF/, "").split(/\r?\n/);
  // Loaded where a folder is built; the services of a workspace have no use for it.
  const { default: ignore } = await import("@balena/dockerignore");
  const list = ignore().add(lines.filter((line) => !line.startsWith("#")));
  return {
    ignores: (path) => list.ignores(path),
    hasExceptions: lines.some((line) => line.trimStart().startsWith("!")),
  };
}

/** Sorted. Of folders those that hold nothing else. Without `.git`, which differs from clone to clone. */
async function listInputs(context: string, { ignores, hasExceptions }: Excludes): Promise<string[]> {
  const found: string[] = [];
  const walk = async (folder: string) => {
    const at = encodePath(join(context, folder));
    for (const name of (await readdir(at, { encoding: "buffer" })).map(decodePath)) {
      if (name === ".git") continue;
      const path = folder ? `${folder}/${name}` : name;
      const status = await lstat(encodePath(join(context, path)));
      const ignored = ignores(path);
      const before = found.length;
      // An exception may bring back something inside.
      if (status.isDirectory() && (!ignored || hasExceptions)) await walk(path);
      // What listens on this machine listens in no image: BuildKit passes sockets over too.
      if (!ignored && !status.isSocket() && !(status.isDirectory() && found.length > before)) found.push(path);
    }
  };
  if (!(await lstat(context)).isDirectory()) throw new DeployError("no-context", `context: ${context} is not a folder`);
  await walk("");
  return found.sort();
}
