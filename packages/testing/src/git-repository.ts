import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** A real git repository in a temporary folder. */
export interface GitRepository {
  readonly folder: string;
  readonly git: (...args: string[]) => string;
  /** Writes files; `null` removes one. */
  readonly write: (files: Record<string, string | null>) => void;
  readonly link: (path: string, target: string) => void;
  readonly mode: (path: string, mode: number) => void;
  /** Writes, adds everything and commits. Gives the commit's id. */
  readonly commit: (files?: Record<string, string | null>) => string;
  readonly remove: () => void;
}

/** Commits do not depend on who runs the tests, nor on their git settings. */
const environment = () => ({
  ...process.env,
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_CONFIG_SYSTEM: "/dev/null",
  GIT_AUTHOR_NAME: "Test",
  GIT_AUTHOR_EMAIL: "test@example.com",
  GIT_COMMITTER_NAME: "Test",
  GIT_COMMITTER_EMAIL: "test@example.com",
});

export function createGitRepository(files: Record<string, string> = {}): GitRepository {
  const folder = mkdtempSync(join(tmpdir(), "git-repository-"));
  const repository = openFolder(folder);
  repository.git("init", "--quiet", "--initial-branch=main");
  if (Object.keys(files).length > 0) repository.commit(files);
  return repository;
}

/** A clone with the given options, from the file protocol, so that `--depth` counts. */
export function cloneRepository(from: string, ...options: string[]): GitRepository {
  const folder = mkdtempSync(join(tmpdir(), "git-clone-"));
  const repository = openFolder(folder);
  repository.git("clone", "--quiet", ...options, `file://${from}`, folder);
  return repository;
}

function openFolder(folder: string): GitRepository {
  const git = (...args: string[]) =>
    execFileSync("git", args, { cwd: folder, env: environment(), encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  const place = (path: string) => {
    const at = join(folder, path);
    mkdirSync(dirname(at), { recursive: true });
    return at;
  };
  const repository: GitRepository = {
    folder,
    git,
    write(files) {
      for (const [path, text] of Object.entries(files))
        if (text === null) rmSync(join(folder, path), { recursive: true });
        else writeFileSync(place(path), text);
    },
    link(path, target) {
      rmSync(place(path), { force: true });
      symlinkSync(target, join(folder, path));
    },
    mode: (path, mode) => chmodSync(join(folder, path), mode),
    commit(files = {}) {
      repository.write(files);
      git("add", "--all");
      git("commit", "--quiet", "--allow-empty", "--message", "change");
      return git("rev-parse", "HEAD").trim();
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
  return repository;
}
