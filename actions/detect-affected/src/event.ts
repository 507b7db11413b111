import { DeployError } from "@cashsouk/deploy";
import type { BaseChoice } from "@cashsouk/deploy/affected";

/** What is used of a GitHub event's payload. */
export interface EventPayload {
  /** The run's branch or tag, as `refs/heads/main`; where the event has none, GITHUB_REF. */
  readonly ref?: string;
  readonly before?: string;
  readonly pull_request?: { readonly base?: { readonly sha?: string }; readonly head?: { readonly sha?: string } };
  readonly merge_group?: { readonly base_sha?: string };
  readonly repository?: { readonly default_branch?: string };
}

const zeros = /^0+$/;

/** The base that an event names: `before` of a push, the merge base of a pull request, a merge group's own base. */
export function baseOfEvent(event: string, payload: EventPayload, head: string): BaseChoice {
  switch (event) {
    case "pull_request":
    case "pull_request_target":
    case "merge_group":
      return mergeBaseOfEvent(event, payload, head);
    case "push": {
      const { before } = payload;
      if (before && !zeros.test(before)) return { kind: "revision", revision: before };
      return { kind: "none", why: "this push is the first of its branch or tag" };
    }
    default:
      return { kind: "none", why: event ? `the event ${event} names no base` : "there is no event and no base" };
  }
}

/** What `merge-base` is taken with: the pull request's base, a merge group's, else the default branch. */
export function mergeBaseOfEvent(event: string, payload: EventPayload, head: string): BaseChoice {
  const group = payload.merge_group?.base_sha;
  if (group) return { kind: "revision", revision: group };
  const { base, head: proposed } = payload.pull_request ?? {};
  if (base?.sha)
    return { kind: "merge-base", with: base.sha, head, ...(proposed?.sha ? { proposed: proposed.sha } : {}) };
  const branch = payload.repository?.default_branch;
  // There it would be the head itself, and nothing would ever be affected.
  if (branch && payload.ref === `refs/heads/${branch}` && head === "HEAD") return baseOfEvent(event, payload, head);
  if (branch) return { kind: "merge-base", with: `refs/remotes/origin/${branch}`, head, apart: true };
  throw new DeployError(
    "no-merge-base",
    `base: merge-base needs a pull request, a merge group or a default branch; the event ${event || "(none)"} has none`,
  );
}

/** A revision. The branch that was pushed to would be compared with itself: what was there before the push is meant. */
export function baseOfRevision(revision: string, event: string, payload: EventPayload, head: string): BaseChoice {
  const branch = /^refs\/heads\/(.+)$/.exec(payload.ref ?? "")?.[1];
  const isPushed = event === "push" && head === "HEAD" && branch !== undefined;
  const names = ["", "heads/", "refs/heads/", "origin/", "refs/remotes/origin/"].map((start) => `${start}${branch}`);
  return isPushed && names.includes(revision) ? baseOfEvent(event, payload, head) : { kind: "revision", revision };
}
