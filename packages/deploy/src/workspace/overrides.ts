import type { PackageJson } from "./package-json";
import { specifiers } from "./packages";
import { asRecord, isEmpty, pick } from "./records";
import { type Names, overrideReaches } from "./selectors";

/** Where a workspace's root says what is installed. */
export interface RootSettings {
  readonly root: PackageJson;
  readonly settings: Readonly<Record<string, unknown>>;
}

/** What an override puts in a dependency's place: of `$name`, what the root says of that dependency of its own. */
export function replacement(value: string, ofRoot: Readonly<Record<string, string>>): string {
  return value.startsWith("$") ? (ofRoot[value.slice(1)] ?? value) : value;
}

/** The overrides by which pnpm installs, those that reach a slice among them. */
export interface Overrides {
  readonly inRoot: boolean;
  readonly kept: Readonly<Record<string, string>>;
  /** Is there one of this selector that does not reach it? */
  readonly isLeftOut: (selector: string) => boolean;
}

/** pnpm takes the root's package.json's where it has any, and else the settings'. */
export function reachingOverrides({ root, settings }: RootSettings, used: Names): Overrides {
  const ofRoot = { ...asRecord(root["resolutions"]), ...asRecord(asRecord(root["pnpm"])["overrides"]) };
  const inRoot = !isEmpty(ofRoot);
  const given = Object.entries(inRoot ? ofRoot : asRecord(settings["overrides"]));
  const dependencies = specifiers(root);
  const all = Object.fromEntries(given.map(([name, value]) => [name, replacement(String(value), dependencies)]));
  const kept = pick(all, (name) => overrideReaches(name, all[name], used));
  return { inRoot, kept, isLeftOut: (selector) => Object.hasOwn(all, selector) && !Object.hasOwn(kept, selector) };
}
