import type { ImageInputs, Owner } from "../content";
import type { Reason } from "./reasons";

/**
 * Why a service's image would differ between two states of the repository; nothing when it would be the same.
 * `changed` holds every path whose content or mode differs between the two.
 */
export function compareInputs(base: ImageInputs, head: ImageInputs, changed: ReadonlySet<string>): Reason[] {
  const resolved = compareResolved(base.resolved, head.resolved);
  return [
    ...compareFiles(base, head, changed),
    ...resolved,
    // A resolved package explains why the lockfile differs; without one, the lockfile is named itself.
    ...compareGenerated(base, head).filter(({ file }) => resolved.length === 0 || file !== "pnpm-lock.yaml"),
    ...compareManifestEntry(base, head),
  ];
}

function compareFiles(base: ImageInputs, head: ImageInputs, changed: ReadonlySet<string>): Reason[] {
  const reasons: Reason[] = [];
  for (const [file, owner] of head.files)
    if (changed.has(file) || !base.files.has(file)) reasons.push(fileReason(file, owner));
  for (const [file, owner] of base.files) if (!head.files.has(file)) reasons.push(fileReason(file, owner));
  return reasons;
}

function fileReason(file: string, owner: Owner): Reason {
  switch (owner.kind) {
    case "own":
      return { kind: "own-file", file };
    case "dependency":
      return { kind: "dependency", of: owner.of, file };
    case "global":
      return { kind: "global", file };
    default:
      return owner satisfies never;
  }
}

function compareResolved(base: ReadonlyMap<string, string>, head: ReadonlyMap<string, string>): Reason[] {
  const keys = new Set([...base.keys(), ...head.keys()]);
  return [...keys].filter((key) => base.get(key) !== head.get(key)).map((key) => ({ kind: "lockfile", package: key }));
}

type RootSettings = Extract<Reason, { kind: "root-settings" }>;

function compareGenerated(base: ImageInputs, head: ImageInputs): RootSettings[] {
  const files = new Set([...base.generated.keys(), ...head.generated.keys()]);
  return [...files]
    .filter((file) => base.generated.get(file) !== head.generated.get(file))
    .map((file) => ({ kind: "root-settings", file }));
}

function compareManifestEntry(base: ImageInputs, head: ImageInputs): Reason[] {
  const reasons: Reason[] = [];
  if (base.dockerfile !== head.dockerfile) reasons.push({ kind: "manifest", field: "dockerfile" });
  if (canonical(base.buildArgs) !== canonical(head.buildArgs)) reasons.push({ kind: "manifest", field: "buildArgs" });
  return reasons;
}

function canonical(args: Readonly<Record<string, string>>): string {
  return JSON.stringify(Object.entries(args).sort(([a], [b]) => (a < b ? -1 : 1)));
}
