import type { Found } from "../git";
import type { Release } from "../release";
import type { Reason } from "./reasons";

/** Where the base comes from, decided by whoever knows the event and the inputs. */
export type BaseChoice =
  | { readonly kind: "released"; readonly releases: ReadonlyMap<string, Release> }
  | { readonly kind: "revision"; readonly revision: string }
  | MergeBase
  | { readonly kind: "none"; readonly why: string };

export interface MergeBase {
  readonly kind: "merge-base";
  readonly with: string;
  readonly head: string;
  /** The last commit of the pull request that the head is taken for. */
  readonly proposed?: string;
  /** The head is to have commits of its own: without any, that nothing changed says nothing. */
  readonly apart?: true;
}

/** A service's base commit, or why it has none. */
export type Baseline = { readonly commit: string } | { readonly reason: Reason };

export function toBaseline(found: Found): Baseline {
  return "commit" in found ? found : { reason: { kind: "no-baseline", why: found.missing } };
}
