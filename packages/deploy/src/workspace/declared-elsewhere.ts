import { tryJson } from "../json";
import { asRecord } from "./records";

/** What declares packages where neither pnpm's settings nor the root's package.json do. */
export const otherDeclarations = ["lerna.json", "rush.json"];

/** Rush installs by the files of these folders: its lockfile is none of the root's. */
export const rushFiles = "common/config/{rush,subspaces}/**";

/** Globs of the packages that Lerna links by itself, and the folders of Rush's projects. */
export function declaredElsewhere(texts: ReadonlyMap<string, string>): string[] {
  const rush = texts.get("rush.json");
  // It holds comments.
  if (rush !== undefined)
    return [...rush.matchAll(/"projectFolder"\s*:\s*"([^"]+)"/g)].map(([, folder = ""]) => folder);
  const lerna = texts.get("lerna.json");
  if (lerna === undefined) return [];
  const { packages = ["packages/*"] } = asRecord(tryJson(lerna));
  return Array.isArray(packages) ? packages.map(String) : [];
}
