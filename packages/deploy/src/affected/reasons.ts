import { isAddress } from "../dockerfile";

/** Why a service must be built and deployed. */
export type Reason =
  | { readonly kind: "own-file"; readonly file: string }
  | { readonly kind: "dependency"; readonly of: string; readonly file: string }
  | { readonly kind: "global"; readonly file: string }
  | { readonly kind: "settings"; readonly file: string; readonly by: string }
  | { readonly kind: "lockfile"; readonly package: string }
  | { readonly kind: "whole-lockfile"; readonly file: string }
  | { readonly kind: "pnpm-environment"; readonly file: string }
  | { readonly kind: "root-settings"; readonly file: string }
  | { readonly kind: "manifest"; readonly field: string }
  | { readonly kind: "build-argument"; readonly name: string }
  | { readonly kind: "base-image"; readonly image: string }
  | { readonly kind: "unknown-source"; readonly dockerfile: string; readonly source: string }
  | { readonly kind: "new-service" }
  | { readonly kind: "not-comparable"; readonly why: string }
  | { readonly kind: "no-baseline"; readonly why: string }
  | { readonly kind: "never-released" }
  | { readonly kind: "dirty-release"; readonly commit: string };

/** A reason in plain words. */
export function describeReason(reason: Reason): string {
  switch (reason.kind) {
    case "own-file":
      return `${reason.file} changed`;
    case "dependency":
      return `its dependency ${reason.of} changed (${reason.file})`;
    case "global":
      return `${reason.file} changed, which every service uses`;
    case "settings":
      return `${reason.file} changed, which ${reason.by} leads to`;
    case "lockfile":
      return `the lockfile resolves ${reason.package} differently`;
    case "whole-lockfile":
      return `${reason.file} changed, and only pnpm's lockfile is compared package by package: all importers`;
    case "pnpm-environment":
      return `${reason.file} changed in pnpm's own version or its configDependencies, which every service uses`;
    case "root-settings":
      return `${reason.file} changed in what this service uses of it`;
    case "manifest":
      return `its \`${reason.field}\` changed in the manifest`;
    case "build-argument":
      return `the build argument ${reason.name} is another than its last release was built with`;
    case "base-image":
      return `${isAddress(reason.image) ? `what ${reason.image} holds` : `its base image ${reason.image}`} is another than its last release was built from`;
    case "unknown-source":
      return `could not tell: ${reason.dockerfile} copies ${reason.source}, and which files that is only the build knows`;
    case "new-service":
      return "it did not exist at the base";
    case "not-comparable":
      return `could not tell: ${reason.why}`;
    case "no-baseline":
      return `could not tell, so everything: ${reason.why}`;
    case "never-released":
      return "it was never released to this environment";
    case "dirty-release":
      return `its last release (of ${reason.commit.slice(0, 12)}) held uncommitted changes, so it is no base`;
    default:
      return reason satisfies never;
  }
}

/** The first few reasons in one line, and how many more there are. */
export function summariseReasons(reasons: readonly Reason[], most = 3): string {
  const told = reasons.slice(0, most).map(describeReason);
  const rest = reasons.length - told.length;
  return told.join("; ") + (rest > 0 ? `; and ${rest} more` : "");
}
