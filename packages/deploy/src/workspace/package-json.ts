import { DeployError } from "../error";
import { isRecord, isText } from "../is-record";
import { parseJson } from "../json";
import { asRecord } from "./records";

const lists = ["dependencies", "devDependencies", "optionalDependencies", "peerDependencies"] as const;

/** What matters here of a package.json; everything else passes through. */
export type PackageJson = { readonly [field: string]: unknown; readonly name?: string | undefined } & {
  readonly [list in (typeof lists)[number]]: Readonly<Record<string, string>>;
};

const none = Object.fromEntries(lists.map((list) => [list, Object.freeze({})]));

export function parsePackageJson(text: string, path: string): PackageJson {
  return { ...none, ...parseSaid(text, path) } as PackageJson;
}

/** As it says it: a list of dependencies may be absent. By hand, since a large workspace has a thousand of them. */
export function parseSaid(text: string, path: string): Partial<PackageJson> {
  const parsed = parseJson(text, path, "invalid-package-json");
  const wrong = isRecord(parsed) ? wrongFields(parsed) : ["the whole file"];
  if (wrong.length === 0) return parsed as Partial<PackageJson>;
  throw new DeployError("invalid-package-json", `${path}: not a package.json: wrong: ${wrong.join(", ")}`);
}

/** The globs of the packages in a workspace of npm's, Yarn's or Bun's. */
export function workspaceGlobs({ workspaces }: Partial<PackageJson>): string[] {
  const declared = isRecord(workspaces) ? workspaces["packages"] : workspaces;
  return Array.isArray(declared) ? declared.map(String) : [];
}

/** The program that installs a workspace, where its root says so: `pnpm` of `pnpm@10.1.0`. */
export function installerOf(root: Partial<PackageJson>): string | undefined {
  const { packageManager, devEngines } = root;
  if (isText(packageManager)) return packageManager.split("@", 1)[0];
  const { name } = asRecord(asRecord(devEngines)["packageManager"]);
  return isText(name) ? name : undefined;
}

function wrongFields(json: Readonly<Record<string, unknown>>): string[] {
  const { name } = json;
  const wrong = name === undefined || isText(name) ? [] : ["name"];
  for (const list of lists) {
    const entries = json[list];
    if (entries === undefined) continue;
    if (!isRecord(entries)) wrong.push(list);
    else for (const entry in entries) if (!isText(entries[entry])) wrong.push(`${list}.${entry}`);
  }
  return wrong;
}
