import { existsSync, realpathSync } from "node:fs";
import { lstat, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { basename, dirname, join, relative, resolve } from "node:path";
import { DeployError } from "../error";
import { decodePath, encodePath, openRepository, type Repository, resolveCommit, splitNul } from "../git";
import { type Excludes, parseDockerignore } from "./dockerignore";
import type { ImageSource, LaidInputs } from "./image-source";
import { stageFile } from "./stage";

/** One image of any repository: what `docker build` would take from a folder. */
export interface FolderImage {
  readonly name: string;
  /** The build context. */
  readonly context: string;
  /** The Dockerfile; absent: the one in the context. */
  readonly file?: string | undefined;
  readonly target?: string | undefined;
}

export async function readFolderImage(image: FolderImage, signal?: AbortSignal): Promise<ImageSource> {
  if (!existsSync(image.context)) throw new DeployError("no-context", `context: ${image.context} does not exist`);
  const context = realpathSync(image.context);
  const file = image.file === undefined ? join(context, "Dockerfile") : inRealFolder(image.file);
  const repository = openRepository(context, signal);
  const commit = await resolveCommit(repository, "HEAD");
  if (!commit) throw new DeployError("no-commit", `the repository in ${context} has no commit yet`);
  const excludes = await readExcludes(context, file);
  const inputs = await listInputs(context, excludes);
  const dirty = await differsFromCommit(repository, file, excludes);
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
  const bytes = await readFile(file);
  // The Dockerfile may lie outside the context, or be kept out of it.
  const path = join(beside, basename(file));
  await writeFile(path, bytes);
  // What is left out is left out already; the context's own list must not be read once more, by another program.
  await writeFile(`${path}.dockerignore`, "# everything here is an input\n");
  return { context: inside, files, dockerfile: { path, name: relative(context, file), text: decodePath(bytes) } };
}

/** What git ignores was made from the commit (or belongs to nobody); what it would list was changed by hand. */
async function differsFromCommit(repository: Repository, file: string, { ignores }: Excludes): Promise<boolean> {
  const { folder, prefix } = repository;
  const top = resolve(folder, relative(prefix, ""));
  // These decide, also where they are kept out of the context; so does what they lead to as links.
  const named = [file, `${file}.dockerignore`, join(folder, ".dockerignore")];
  const deciding = [...named, ...named.filter((path) => existsSync(path)).map((path) => realpathSync(path))];
  // No commit has it.
  if (deciding.some((path) => isOutside(top, path))) return true;
  const ask = async (...args: string[]) =>
    splitNul(await repository.git(["--literal-pathspecs", ...args, "-z", "--", ".", ...deciding])).map(decodePath);
  const status = await ask(
    "status",
    "--porcelain",
    "--no-renames",
    "--untracked-files=all",
    "--ignore-submodules=none",
  );
  const listed = await ask("ls-files", "-v", "--full-name");
  // `assume-unchanged` (a small letter) and `skip-worktree` (S): git was told not to look, and a build takes what lies there.
  const unseen = listed.filter((entry) => /^[a-zS] /.test(entry)).map((entry) => entry.slice(2));
  const changed = [...status.map((entry) => entry.slice(3)), ...unseen].map((path) => join(top, path));
  const isInput = (path: string) => !isOutside(folder, path) && !ignores(relative(folder, path));
  return changed.some((path) => deciding.includes(path) || isInput(path));
}

/** A machine's links on the way make no other name of it; one that is a link itself has its own. */
function inRealFolder(file: string): string {
  const folder = dirname(resolve(file));
  return join(existsSync(folder) ? realpathSync(folder) : folder, basename(file));
}

function isOutside(folder: string, path: string): boolean {
  return relative(folder, path).split("/")[0] === "..";
}

/** The Dockerfile's own list goes before the context's, as BuildKit has it. */
async function readExcludes(context: string, file: string): Promise<Excludes> {
  const read = (path: string) => readFile(path, "utf8").catch(() => undefined);
  if ((await read(file)) === undefined)
    throw new DeployError("no-dockerfile", `file: ${file} does not exist, or is not a file`);
  const text = (await read(`${file}.dockerignore`)) ?? (await read(join(context, ".dockerignore"))) ?? "";
  return parseDockerignore(text, ".dockerignore");
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
