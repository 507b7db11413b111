import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { DeployError } from "../error";
import { commitTree, openRepository, resolveCommit } from "../git";
import { table } from "./paragraphs";
import { declaredResources, parseTemplate } from "./template";
import { childPath } from "./tree";

/** One resource that two commits' templates have differently; its path as in a change set (`Data/Database`). */
interface TemplateChange {
  readonly action: "Add" | "Modify" | "Remove";
  readonly path: string;
  readonly type: string;
}

export interface Comparison {
  readonly name: string;
  /** The commit that it is compared with. */
  readonly base: string;
  readonly changes: readonly TemplateChange[];
}

type ReadText = (path: string) => Promise<string | undefined>;
type Resources = ReadonlyMap<string, { readonly type: string; readonly text: string }>;

/** The templates in a folder beside those of a commit, by git alone: what AWS would make of the difference nobody is asked. */
export async function compareTemplates(
  folder: string,
  { name, template, base }: { readonly name: string; readonly template: string; readonly base: string },
): Promise<Comparison> {
  const repository = openRepository(folder);
  const commit = await resolveCommit(repository, base);
  if (!commit)
    throw new DeployError(
      "no-base",
      `base: this clone has no commit ${base}`,
      "Check out with `fetch-depth: 2` for a pull request's base, `HEAD^1`.",
    );
  const tree = await commitTree(repository, commit);
  const now = await resourcesOf(template, (path) =>
    Promise.resolve(existsSync(join(folder, path)) ? readFileSync(join(folder, path), "utf8") : undefined),
  );
  if (!now) throw new DeployError("invalid-stack", `${name}: template: there is no file ${template}`);
  const before = await resourcesOf(template, async (path) => (await tree.readTexts([path])).get(path));
  return { name, base: commit, changes: changesBetween(before ?? new Map(), now) };
}

/** Every resource of a template and of those that it nests; `undefined` where there is no such file. */
async function resourcesOf(
  path: string,
  read: ReadText,
  parents: readonly string[] = [],
): Promise<Resources | undefined> {
  const text = parents.includes(path) ? undefined : await read(path);
  if (text === undefined) return undefined;
  const parsed = parseTemplate(text);
  if ("problems" in parsed) throw new DeployError("invalid-stack", `${path}: ${parsed.problems.join("; ")}`);
  const found = new Map(declaredResources(text));
  for (const { id, file } of parsed.nested)
    for (const [inner, resource] of (await resourcesOf(childPath(path, file), read, [...parents, path])) ?? [])
      found.set(`${id}/${inner}`, resource);
  return found;
}

function changesBetween(before: Resources, now: Resources): TemplateChange[] {
  return [...new Set([...before.keys(), ...now.keys()])].sort().flatMap((path): TemplateChange[] => {
    const [then, next] = [before.get(path), now.get(path)];
    if (then?.text === next?.text) return [];
    return [{ action: !then ? "Add" : next ? "Modify" : "Remove", path, type: (next ?? then)?.type ?? "" }];
  });
}

/** As Markdown: what the templates say, and what that can't tell. */
export function comparisonSummary({ name, base, changes }: Comparison): string {
  const count = (action: string) => changes.filter((change) => change.action === action).length;
  return [
    `### Stack ${name}: templates compared with \`${base.slice(0, 12)}\``,
    changes.length === 0
      ? "No resource is written differently."
      : `${count("Add")} added, ${count("Modify")} changed, ${count("Remove")} removed`,
    ...table(
      ["Change", "Resource", "Type"],
      changes.map(({ action, path, type }) => [action, path, type]),
    ),
    "By git alone, without AWS: whether a changed resource is replaced, what parameters make of it, and drift, only a change set tells.",
  ].join("\n\n");
}
