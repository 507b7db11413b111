import { existsSync, realpathSync } from "node:fs";
import { dirname, isAbsolute, join, posix, relative } from "node:path";
import { DeployError } from "../error";
import { run, type RunResult } from "../process";
import { encodePath } from "./path-bytes";

/** A folder inside a git work tree; every path that goes in or comes out is relative to it. */
export interface Repository {
  readonly folder: string;
  /** Where the folder lies in its work tree: empty, or ending with "/". */
  readonly prefix: string;
  /** Runs git and gives its standard output; a failure is a DeployError that carries git's own words. */
  git(args: readonly string[], options?: GitOptions): Promise<Buffer>;
  /** Runs git where failing is an answer too. */
  tryGit(args: readonly string[], options?: GitOptions): Promise<RunResult>;
}

interface GitOptions {
  readonly input?: string | Buffer;
  /** Another index than the repository's own. */
  readonly index?: string;
  readonly limitMs?: number;
  /** Is its output one that grows with the repository? */
  readonly prints?: "much";
}

const defaultLimitMs = 120_000;

/** A mode is part of an image, also where this clone's settings overlook it; no other program says what has changed. */
const settings = ["core.quotePath=false", "core.fileMode=true", "core.fsmonitor=false"].flatMap((one) => ["-c", one]);

/** Another repository, index or work tree than the folder's own, or none above it, or paths read as something else: git-rev-parse(1), --local-env-vars. */
const elsewhere =
  /^GIT_(?:COMMON_DIR|DIR|GRAFT_FILE|(?:IMPLICIT_)?WORK_TREE|INDEX_FILE|NAMESPACE|PREFIX|REPLACE_REF_BASE|SHALLOW_FILE|\w+_(?:DIRECTOR\w+|PATHSPECS))$/;

export function openRepository(folder: string, signal?: AbortSignal): Repository {
  if (!existsSync(folder))
    throw new DeployError(
      "no-repository",
      `the folder ${folder} does not exist`,
      "Give `working-directory` a folder of the checkout, and run actions/checkout before this step.",
    );
  const real = realpathSync(folder);
  const top = workTree(real);
  const env = gitEnvironment(top);
  const tryGit: Repository["tryGit"] = (args, { index, limitMs = defaultLimitMs, ...options } = {}) => {
    const own = index === undefined ? env : { ...env, GIT_INDEX_FILE: index };
    return run("git", [...settings, ...args], { cwd: real, env: own, limitMs, signal, ...options });
  };
  return {
    folder: real,
    prefix: real === top ? "" : `${relative(top, real)}/`,
    tryGit,
    async git(args, options) {
      const result = await tryGit(args, options);
      if (result.code === 0) return result.stdout;
      const why = result.timedOut ? "it took too long" : result.stderr.trim() || `exit code ${result.code}`;
      throw new DeployError("git-failed", `git ${args[0]} failed in ${real}: ${why}`);
    },
  };
}

/** The full id of the commit that a revision names; `undefined` when this clone doesn't have it. */
export async function resolveCommit(repository: Repository, revision: string): Promise<string | undefined> {
  const result = await repository.tryGit([
    "rev-parse",
    "--verify",
    "--quiet",
    "--end-of-options",
    `${revision}^{commit}`,
  ]);
  const [id] = /^[0-9a-f]+$/m.exec(result.code === 0 ? result.stdout.toString() : "") ?? [];
  // Of `^main` git gives what it stands for among others, which is no commit.
  return id;
}

/** A path of the repository as the file system wants it. */
export function absolute({ folder }: Repository, path: string): Buffer {
  return encodePath(`${folder}/${path}`);
}

/** A path that somebody wrote, as git lists it: `./a` and the whole path of `a` are `a`. */
export function listedPath({ folder }: Repository, path: string): string {
  return posix.normalize(isAbsolute(path) ? relative(folder, path) : path);
}

function workTree(folder: string): string {
  for (let at = folder; ; at = dirname(at)) {
    if (existsSync(join(at, ".git"))) return at;
    if (at === dirname(at))
      throw new DeployError(
        "no-repository",
        `${folder} is not inside a git repository`,
        "Run actions/checkout before this step, in the folder that the step works in.",
      );
  }
}

/**
 * In a container the checkout often belongs to another user, and git then refuses it ("dubious ownership").
 * Whoever starts us on a folder trusts that folder: this one, for these calls, is declared safe, and no other.
 */
function gitEnvironment(workTreeFolder: string): NodeJS.ProcessEnv {
  // Behind the settings that the step was given, as another address or a header for the origin.
  const count = Number(process.env["GIT_CONFIG_COUNT"]) || 0;
  return {
    ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !elsewhere.test(name))),
    GIT_NO_REPLACE_OBJECTS: "1",
    LC_ALL: "C",
    GIT_TERMINAL_PROMPT: "0",
    GIT_OPTIONAL_LOCKS: "0",
    GIT_CONFIG_COUNT: String(count + 1),
    [`GIT_CONFIG_KEY_${count}`]: "safe.directory",
    [`GIT_CONFIG_VALUE_${count}`]: workTreeFolder,
  };
}
