import { readSnapshot, readSnapshotBefore, type Snapshot } from "../../content";
import { treeOf, workspaceFiles } from "../../content/workspace-fixture";
import { affectedServices } from "../affected-services";
import { describeReason } from "../reasons";

export type Files = Record<string, string | null>;

/** Without git: what differs between two trees is told by comparing their texts. */
export async function compared(before: Files, after: Files) {
  const [then, now] = [before, after].map((files): Files => ({ ...workspaceFiles, ...files }));
  const paths = [...new Set([...Object.keys(then!), ...Object.keys(now!)])];
  const changed = new Set(paths.filter((path) => (then![path] ?? null) !== (now![path] ?? null)).reverse());
  const head = await readSnapshot(treeOf(after));
  return {
    head,
    base: await readSnapshotBefore(head, { tree: treeOf(before), changed, manifest: undefined }),
    changed,
  };
}

export function told(head: Snapshot, base: Snapshot, changed: ReadonlySet<string>): Record<string, string[]> {
  const services = head.manifest.services.map(({ name }) => name);
  const comparison = { kind: "base", snapshot: base, changed } as const;
  const found = affectedServices(head, new Map(services.map((name) => [name, comparison])));
  return Object.fromEntries(
    [...found].filter(([, list]) => list.length > 0).map(([name, list]) => [name, list.map(describeReason)]),
  );
}

interface Entry {
  name: string;
  [field: string]: unknown;
}
export const manifest = (change: (entry: Entry) => void, more: object = {}) => {
  const all = JSON.parse(workspaceFiles["services.json"]!) as { services: Entry[] };
  all.services.forEach(change);
  return JSON.stringify({ ...all, ...more });
};
export const both = (...reasons: unknown[]) => ({ api: reasons, web: reasons });
