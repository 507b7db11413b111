import { posix } from "node:path";
import type { Tree } from "../git";
import { checks } from "../workspace";

/** As what something is imported, and where that lies: a star in the one stands for what it does in the other. */
export type Alias = readonly [name: string, target: string];

/** What settings beside a package.json say that a package is built with. Paths are from the root. */
interface Said {
  /** Settings that these go on with. */
  readonly further: readonly string[];
  /** Folders, files or globs. */
  readonly places: readonly string[];
  readonly aliases: readonly Alias[];
}

export type Settings = ReadonlyMap<string, Said>;

export const isSettings = /(?:^|\/)(?:[jt]sconfig[^/]*|project|turbo)\.json$/;

export function settingsIn(folder: string): string[] {
  return ["tsconfig", "jsconfig", "project", "turbo"].map((name) => posix.join(folder, `${name}.json`));
}

/** TypeScript's (`extends`, `references`, `paths`), Nx's (`implicitDependencies`) and turbo's (`$TURBO_ROOT$`), one through another. */
export async function readSettings(tree: Tree, paths: readonly string[]): Promise<Settings> {
  const found = new Map<string, Said>();
  for (let wanted = paths; wanted.length > 0;) {
    // What a link leads to counts with the link.
    const texts = await tree.readTexts(wanted.filter((path) => tree.kindOf(path) === "file"));
    for (const path of wanted) found.set(path, await read(tree, path, texts.get(path) ?? ""));
    wanted = [...new Set(wanted.flatMap((path) => found.get(path)?.further ?? []))].filter((path) => !found.has(path));
  }
  return found;
}

/** What settings lead to, and those that they go on with. */
export function ledBy(settings: Settings, ...paths: readonly string[]): Pick<Said, "places" | "aliases"> {
  const reached = new Set(paths);
  for (const one of reached) for (const further of settings.get(one)?.further ?? []) reached.add(further);
  const said = [...reached].flatMap((one) => settings.get(one) ?? []);
  return {
    places: [...reached, ...said.flatMap(({ places }) => places)],
    aliases: said.flatMap(({ aliases }) => aliases),
  };
}

async function read(tree: Tree, path: string, text: string): Promise<Said> {
  const at = (target: string) => posix.join(posix.dirname(path), target);
  // What a package's name leads to is the package's own. TypeScript adds the ending where it is left out.
  const extended = textsOf(text, "extends").filter((target) => /^\.{1,2}\//.test(target));
  const referred = valuesOf(text, "references").flatMap((list) => textsOf(list, "path"));
  const built = await projectsOf(tree, textsOf(text, "implicitDependencies"));
  const [baseUrl = ""] = textsOf(text, "baseUrl");
  const entries = valuesOf(text, "paths").flatMap((paths) => [...paths.matchAll(pathsEntry)]);
  return {
    further: [
      ...extended.map((target) => at(target.replace(/(?<!\.json)$/, ".json"))),
      ...referred.map((target) => at(target.replace(/(?<!\.json)$/, "/tsconfig.json"))),
      ...built.flatMap(settingsIn),
    ],
    places: [
      ...referred.map((target) => at(target.replace(/[^/]*\.json$/, "."))),
      ...built,
      ...[...tasksFor(text).matchAll(/"\$TURBO_ROOT\$\/([^"]+)"/g)].map(([, place = ""]) => place),
    ],
    aliases: entries.flatMap(([, , name = "", targets = ""]) =>
      quoted(targets).map((target) => [name, at(posix.join(baseUrl, target))] as const),
    ),
  };
}

/** The folders of Nx's projects of these names. */
async function projectsOf(tree: Tree, names: readonly string[]): Promise<string[]> {
  const texts = await tree.readTexts(names.length > 0 ? tree.endingWith("/project.json") : []);
  return [...texts].flatMap(([path, text]) => {
    const folder = posix.dirname(path);
    return [posix.basename(folder), ...textsOf(text, "name")].some((name) => names.includes(name)) ? [folder] : [];
  });
}

/** The settings without turbo's tasks that leave nothing for an image. */
function tasksFor(text: string): string {
  return text.replace(/"([^"]+)"\s*:\s*\{[^{}]*\}/g, (task, name: string) => (checks.test(name) ? "" : task));
}

const pathsEntry = /("([^"]+)"\s*:\s*(\[[^\]]*\])),?/g;

/** Without spaces, and those of TypeScript's `paths` that are other projects' matter. */
export function partOf(text: string, isNamed: (name: string) => boolean): string {
  const without = (paths: string) =>
    paths.replace(pathsEntry, (_, entry: string, name: string) => (isNamed(name) ? entry : ""));
  return text.replace(/"paths"\s*:\s*\{[^}]*\}/g, without).replace(/\s/g, "");
}

/** Files of settings may hold comments: one that says the same is taken for it, which is the safe side. */
function valuesOf(text: string, field: string): string[] {
  const values = text.matchAll(new RegExp(`"${field}"\\s*:\\s*(\\[[^\\]]*\\]|\\{[^}]*\\}|"[^"]*")`, "g"));
  return [...values].map(([, value = ""]) => value);
}

function textsOf(text: string, field: string): string[] {
  return valuesOf(text, field).flatMap(quoted);
}

function quoted(text: string): string[] {
  return [...text.matchAll(/"([^"]+)"/g)].map(([, word = ""]) => word);
}
