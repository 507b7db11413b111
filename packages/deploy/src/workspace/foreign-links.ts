import { posix } from "node:path";
import { tryJson } from "../json";
import { eachOnce } from "./once";
import type { LockfileLinks } from "./links";
import { asRecord } from "./records";

const nowhere = () => [];

/** Of a workspace without a lockfile, or with one that is not read. */
const unknown: LockfileLinks = { from: nowhere, named: nowhere, isElsewhere: () => false, key: "" };

/** Those of npm's, Yarn's or Bun's lockfile, by its name. */
export const foreignLinks = eachOnce((texts: ReadonlyMap<string, string>): LockfileLinks => {
  const npms = texts.get("package-lock.json") ?? texts.get("npm-shrinkwrap.json");
  if (npms !== undefined) return npmLinks(npms);
  const text = texts.get("yarn.lock") ?? texts.get("bun.lock");
  if (text === undefined) return unknown;
  const links = [...text.matchAll(/(?:resolution: |\[)"([^"]+?)@workspace:([^"]*)"/g)];
  const isClassic = /^# yarn lockfile v1/m.test(text);
  return namedLinks(
    links.map(([, name = "", folder = ""]) => [name, folder]),
    // Yarn's classic one has what comes from the registry, and nothing else.
    isClassic ? (name) => ["\n", '\n"', ", ", ', "'].some((before) => text.includes(`${before}${name}@`)) : undefined,
  );
});

function npmLinks(text: string): LockfileLinks {
  const packages = asRecord(tryJson(text))["packages"];
  if (packages === undefined) return unknown;
  const entries = Object.entries(asRecord(packages)).map(([place, entry]) => [place, asRecord(entry)] as const);
  return namedLinks(
    entries
      .filter(([, entry]) => entry["link"] === true)
      .map(([place, { resolved }]) => [place.replace(/^.*node_modules\//, ""), String(resolved)]),
  );
}

function namedLinks(
  links: readonly (readonly [name: string, path: string])[],
  isElsewhere: LockfileLinks["isElsewhere"] = () => true,
): LockfileLinks {
  const byName = new Map<string, string[]>();
  for (const [name, path] of links) byName.set(name, [...(byName.get(name) ?? []), posix.join(path)]);
  return { from: nowhere, named: (name) => byName.get(name) ?? [], isElsewhere, key: JSON.stringify(links) };
}
