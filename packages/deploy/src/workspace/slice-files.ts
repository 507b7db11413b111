import { dump } from "js-yaml";
import { joinDocuments } from "./documents";
import { type Lockfile, packageKey } from "./lockfile";
import { asRecord, isIn, nonEmpty, pick } from "./records";
import type { WorkspaceSlice } from "./slice";

/** The root files of a slice, by path: pnpm's `--frozen-lockfile` accepts them. Of no slice, none. */
export function sliceFiles(slice: WorkspaceSlice | undefined): ReadonlyMap<string, string> {
  if (!slice) return new Map();
  const { root, settings, lockfile, head, importers, closure } = slice;
  const { environment } = lockfile;
  return new Map([
    ["package.json", `${JSON.stringify(root, null, 2)}\n`],
    ["pnpm-workspace.yaml", toYaml(settings)],
    [
      "pnpm-lock.yaml",
      joinDocuments({
        environment: environment === undefined ? undefined : toYaml(environment),
        lockfile: toYaml({ ...head, importers, ...sliceResolved(lockfile, closure) }),
      }),
    ],
  ]);
}

function sliceResolved({ packages, snapshots, time }: Lockfile, closure: readonly string[]): Record<string, unknown> {
  const used = isIn(new Set(closure.map(packageKey)));
  return {
    ...nonEmpty("time", pick(asRecord(time), used)),
    packages: pick(packages, used),
    snapshots: pick(snapshots, isIn(new Set(closure))),
  };
}

/** Sorted, so that an order that means nothing makes no difference. */
function toYaml(value: unknown): string {
  return dump(value, { sortKeys: true, lineWidth: -1, noRefs: true });
}
