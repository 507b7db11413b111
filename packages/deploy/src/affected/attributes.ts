import { join } from "node:path";
import { type Changes, encodePath, type Repository } from "../git";
import { withTemporaryFolder } from "../process";

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
  if (repository.prefix === "" && ![...changes.keys()].some((path) => path.endsWith("gitattributes"))) return [];
  const same = paths().filter((path) => !changes.has(path));
  const then = await writings(repository, base, same);
  const now = await writings(repository, head, same);
  return same.filter((_, at) => then[at] !== now[at]);
}

/** Of each path, how a checkout writes it. Git before 2.40 reads attributes from an index or the working tree, and not from a commit. */
async function writings(
  repository: Repository,
  commit: string | undefined,
  paths: readonly string[],
): Promise<string[]> {
  return withTemporaryFolder("git", async (folder) => {
    const index = join(folder, "index");
    // The working tree's own index has those that a sparse checkout left out.
    const at = commit ? { index } : {};
    if (commit) await repository.git(["read-tree", commit], at);
    const input = encodePath(paths.map((path) => `${path}\0`).join(""));
    const command = ["check-attr", "-z", "--stdin", ...(commit ? ["--cached"] : []), ...attributes];
    const told = (await repository.git(command, { input, ...at })).toString().split("\0");
    return paths.map((_, at) => {
      const values = attributes.map((_, of) => told[3 * (attributes.length * at + of) + 2]);
      const [text, eol] = values.splice(-2);
      // Without `eol=crlf` line ends are written as git has them.
      return [...values, eol === "crlf" && text !== "unset" ? text === "auto" : ""].join("\0");
    });
  });
}
