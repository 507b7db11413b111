import { type Lockfile, packageKey } from "./lockfile";
import { eachOnce } from "./once";
import { canonical } from "./records";
import type { WorkspaceSlice } from "./slice";

/** What a slice says, for comparing: an order or a form that means nothing makes no difference. */
export interface ComparedSlice {
  /** What one of its files says; pnpm's own and the resolved packages aside. */
  readonly describe: (file: string) => string;
  /** What the lockfile says of pnpm itself and its `configDependencies`; `undefined` where it says nothing. */
  readonly environment: string | undefined;
  /** Each resolved package with what the lockfile says of it. */
  readonly resolved: ReadonlyMap<string, string>;
}

export function comparedSlice(slice: WorkspaceSlice): ComparedSlice {
  const { root, settings, lockfile, head, importers, closure } = slice;
  const { environment } = lockfile;
  return {
    describe(file) {
      if (file === "package.json") return canonical(root);
      if (file === "pnpm-workspace.yaml") return canonical(settings);
      return canonical([head, Object.entries(importers).map(([folder, entry]) => [folder, entryText(entry)])]);
    },
    environment: environment === undefined ? undefined : canonical(environment),
    resolved: new Map(closure.map((key) => [key, resolvedText(lockfile, key)])),
  };
}

const resolvedTexts = eachOnce<Lockfile, Map<string, string>>(() => new Map());

/** What the lockfile says of a resolved package; said once, however many services resolve to it. */
function resolvedText(lockfile: Lockfile, key: string): string {
  const texts = resolvedTexts(lockfile);
  const text =
    texts.get(key) ??
    [lockfile.packages[packageKey(key)], lockfile.snapshots[key]].map((entry) => entry && entryText(entry)).join("\n");
  texts.set(key, text);
  return text;
}

/** Said once, however many services need it. */
const entryText = eachOnce((entry: object) => canonical(entry));
