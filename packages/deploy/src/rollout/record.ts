import type { Release } from "../release";
import type { NewImage } from "./types";

interface Released {
  readonly service: string;
  /** The ledger's last entry. */
  readonly last: Release | undefined;
  /** The image that was given for this service, if one was. */
  readonly built: NewImage | undefined;
  /** The key that /version answered, where it was asked. */
  readonly key?: string | undefined;
  /** The image that runs now. */
  readonly image: string;
  readonly revision: string;
  readonly commit: string | undefined;
  readonly at: Date;
  readonly run: string;
  readonly seconds: number;
}

/** The ledger's next entry; `undefined` when nothing changed or nothing is known of what runs. */
export function nextRelease(now: Released): Release | undefined {
  const { last, built, image, revision } = now;
  const when = { revision, releasedAt: now.at.toISOString(), run: now.run, seconds: now.seconds };
  // A move for the shape's sake keeps what was released: commit, key and image. What was released from a dirty tree and has
  // been committed since is released anew, or it would never be a base.
  const committed = last?.dirty === true && built?.dirty === false;
  if (last?.image === image && !committed) return last.revision === revision ? undefined : { ...last, ...when };
  const commit = built?.commit ?? now.commit;
  if (!built?.digest || !commit) return undefined;
  const { key = now.key ?? "", digest, dirty = false, buildArgs, baseImages } = built;
  const covered = { ...(buildArgs ? { buildArgs } : {}), ...(baseImages ? { baseImages } : {}) };
  return { service: now.service, commit, dirty, key, image, digest, ...covered, ...when };
}
