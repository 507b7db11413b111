import { type ImageInputs, installedAlike, type Owner, ownAlike } from "../content";
import { canonical, comparedSlice, foreignLockfiles, installationFiles, packageName } from "../workspace";
import type { Reason } from "./reasons";

/**
 * Why a service's image would differ between two states of the repository; nothing when it would be the same.
 * `changed` holds every path whose content or mode differs between the two.
 */
export function compareInputs(base: ImageInputs, head: ImageInputs, changed: ReadonlySet<string>): Reason[] {
  return [
    ...compareFiles(base, head, changed),
    ...compareInstallations(base, head),
    ...compareManifestEntry(base, head),
  ];
}

function compareFiles(base: ImageInputs, head: ImageInputs, changed: ReadonlySet<string>): Reason[] {
  if (!ownAlike(base, head)) return compareOwnedFiles(base, head, changed);
  // Nothing changed hands, so that what did not change needs no look: it is as many files as the repository has.
  return [...changed].sort().flatMap((file) => {
    const owner = head.ownerOf(file) ?? base.ownerOf(file);
    return owner ? [fileReason(file, owner)] : [];
  });
}

function compareOwnedFiles(base: ImageInputs, head: ImageInputs, changed: ReadonlySet<string>): Reason[] {
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
      return foreignLockfiles.includes(file) ? { kind: "whole-lockfile", file } : { kind: "global", file };
    default:
      return owner satisfies never;
  }
}

function compareInstallations(base: ImageInputs, head: ImageInputs): Reason[] {
  if (installedAlike(base, head)) return [];
  const [then, now] = [base, head].map(({ slice }) => slice && comparedSlice(slice));
  const resolved = differing(then?.resolved, now?.resolved);
  // A resolved package explains why the lockfile differs; without one, the lockfile is named itself.
  const files = installationFiles.filter(
    (file) => (resolved.length === 0 || file !== "pnpm-lock.yaml") && then?.describe(file) !== now?.describe(file),
  );
  const environment: Reason[] =
    then?.environment === now?.environment ? [] : [{ kind: "pnpm-environment", file: "pnpm-lock.yaml" }];
  return [
    ...resolved.map((key): Reason => ({ kind: "lockfile", package: key })),
    ...environment,
    ...files.map((file): Reason => ({ kind: "root-settings", file })),
  ];
}

/** The packages that resolve differently. Where one takes another one's place, as its next version, it alone is told. */
function differing(base: ReadonlyMap<string, string> = new Map(), head: ReadonlyMap<string, string> = new Map()) {
  const added = keysBeside(base, head);
  const replaced = new Set(added.map(packageName));
  const removed = keysBeside(head, base).filter((key) => !replaced.has(packageName(key)));
  const changed = [...base].filter(([key, said]) => head.has(key) && head.get(key) !== said).map(([key]) => key);
  return [...changed, ...removed, ...added];
}

/** What the other one has, and the one has not. */
function keysBeside(one: ReadonlyMap<string, string>, other: ReadonlyMap<string, string>): string[] {
  return [...other.keys()].filter((key) => !one.has(key));
}

function compareManifestEntry(base: ImageInputs, head: ImageInputs): Reason[] {
  const fields = (["dockerfile", "buildArgs"] as const).filter(
    (field) => canonical(base[field]) !== canonical(head[field]),
  );
  return fields.map((field) => ({ kind: "manifest", field }));
}
