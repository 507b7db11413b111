import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Changes } from "./changes";
import { decodePaths, encodePath } from "./path-bytes";
import type { Repository } from "./repository";

/** By these a checkout writes another content than git has; by `text` where `eol` says so. */
const attributes = ["filter", "ident", "working-tree-encoding", "text", "eol"];

interface States {
  readonly base: string;
  /** A commit; the working tree where it is absent. */
  readonly head: string | undefined;
  /** All paths of the head. */
  readonly paths: () => readonly string[];
  readonly changes: Changes;
}

/** Paths that are the same in git, and are not once they are checked out: `.gitattributes` has other line ends or filters for them. */
export async function writtenOtherwise(
  repository: Repository,
  { base, head, paths, changes }: States,
): Promise<string[]> {
  // One above the folder that is looked at is none of the changes.
  const mayDiffer =
    repository.prefix !== "" || [...changes.keys()].some((path) => /(?:^|\/)\.gitattributes$/.test(path));
  if (!mayDiffer) return [];
  const same = paths().filter((path) => !changes.has(path));
  const then = await writingsAt(repository, base, same);
  const now = head === undefined ? await writings(repository, same) : await writingsAt(repository, head, same);
  return same.filter((_, at) => then[at] !== now[at]);
}

/** Git before 2.40 reads attributes from an index, and not from a commit. */
async function writingsAt(repository: Repository, commit: string, paths: readonly string[]): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), "git-index-"));
  try {
    const index = join(folder, "index");
    await repository.git(["read-tree", commit], { index });
    return await writings(repository, paths, index);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Of each path, how a checkout writes it; out of an index, or the working tree. */
async function writings(repository: Repository, paths: readonly string[], index?: string): Promise<string[]> {
  const input = Buffer.concat(paths.map((path) => encodePath(`${path}\0`)));
  const options = index === undefined ? { input } : { input, index };
  const cached = index === undefined ? [] : ["--cached"];
  const told = decodePaths(await repository.git(["check-attr", "-z", "--stdin", ...cached, ...attributes], options));
  return paths.map((_, at) => {
    const values = attributes.map((_, of) => told[3 * (attributes.length * at + of) + 2]);
    const [text, eol] = values.splice(-2);
    // Without `eol=crlf` line ends are written as git has them.
    return [...values, eol === "crlf" && text !== "unset" ? `crlf ${text === "auto"}` : ""].join("\0");
  });
}
