import { allOf, type Lockfile, packageName } from "./lockfile";

type Importers = Lockfile["importers"];

/** Names of packages, to be asked for one. */
export type Names = Pick<ReadonlySet<string>, "has">;

/** `<catalog> <dependency>` for each `catalog:` that the importers or the overrides use. */
export function catalogNames(importers: Importers, overrides: Record<string, unknown>): Set<string> {
  const specifiers = [
    ...Object.values(importers)
      .flatMap((entry) => Object.entries(allOf(entry)))
      .map(([name, { specifier }]) => [name, specifier] as const),
    ...Object.entries(overrides).map(([selector, specifier]) => [overrideTarget(selector), String(specifier)] as const),
  ];
  return new Set(
    specifiers
      .filter(([, specifier]) => specifier.startsWith("catalog:"))
      .map(([name, specifier]) => `${specifier.slice("catalog:".length).trim() || "default"} ${name}`),
  );
}

/** Every package that the importers name or resolve to. */
export function usedNames(closure: readonly string[], importers: Importers): Set<string> {
  const direct = Object.values(importers).flatMap((entry) => Object.keys(allOf(entry)));
  return new Set([...closure.map(packageName), ...direct]);
}

/** An override that removes a dependency (`-`), or puts another package in its place, leaves no trace of its target. */
export function overrideReaches(selector: string, value: unknown, used: Names): boolean {
  return value === "-" || String(value).includes(":") || used.has(overrideTarget(selector));
}

/** `b` of `a@1>b@^2`: the package whose version is overridden. */
export function overrideTarget(selector: string): string {
  // A `>` after `@`, `|` or a space belongs to a range.
  return packageName(selector.split(/(?<=[^ |@])>/).at(-1) ?? selector);
}
