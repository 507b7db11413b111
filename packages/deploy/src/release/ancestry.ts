import { execFile } from "node:child_process";
import { DeployError } from "../error";
import type { Release } from "./ledger";

/** Whether one commit is an ancestor of the other or the same; `undefined` when it can't be told. */
export type IsAncestor = (commit: string, of: string) => Promise<boolean | undefined>;

/** Asks git in a working directory. Exit 0 is yes, 1 is no; anything else (an unknown commit, no repository) can't be told. */
export function gitAncestry(workingDirectory: string): IsAncestor {
  return (commit, of) =>
    new Promise((resolve) => {
      const args = ["merge-base", "--is-ancestor", commit, of];
      execFile("git", args, { cwd: workingDirectory, timeout: 60_000 }, (error) => {
        if (!error) resolve(true);
        else resolve(error.code === 1 ? false : undefined);
      });
    });
}

const wayOut = "Deploy the newer commit, or say allow-older: true if going back is what you want.";

/** Refuses a commit that is older than what is released: a late approval would take the newer release back unseen. */
export async function refuseOlder(isAncestor: IsAncestor, commit: string, releases: Iterable<Release>): Promise<void> {
  const [older, unknown]: [string[], string[]] = [[], []];
  for (const { service, commit: released } of releases) {
    if (released === commit) continue;
    const answer = await isAncestor(commit, released);
    if (answer !== false) (answer ? older : unknown).push(`${service} has ${released.slice(0, 12)}`);
  }
  if (older.length > 0)
    throw new DeployError(
      "older-commit",
      `commit: ${commit.slice(0, 12)} is older than what is released: ${older.join(", ")}`,
      wayOut,
    );
  if (unknown.length > 0)
    throw new DeployError(
      "unknown-order",
      `commit: whether ${commit.slice(0, 12)} is older than what is released can't be told, since git does not know both: ${unknown.join(", ")}`,
      "Check out the whole history (fetch-depth: 0). Where the released commit is gone for good, say allow-older: true.",
    );
}

/** A commit that a service had before, and what it has now. */
interface Former {
  readonly service: string;
  readonly commit: string;
  readonly now: string;
}

/**
 * Refuses a commit that is older than what was gone back from. That commit itself may come again, and so may what was made
 * of it or beside it. What git does not know any more is left out: it was not needed to tell the present one's place.
 */
export async function refuseGoneBack(isAncestor: IsAncestor, commit: string, former: readonly Former[]): Promise<void> {
  for (const past of new Set(former.map((one) => one.commit))) {
    if (past === commit || !(await isAncestor(commit, past))) continue;
    const had = former
      .filter((one) => one.commit === past)
      .map(({ service, now }) => `${service} had ${past.slice(0, 12)} before it went to ${now.slice(0, 12)}`);
    throw new DeployError(
      "older-commit",
      `commit: ${commit.slice(0, 12)} is older than what was released before: ${had.join(", ")}`,
      wayOut,
    );
  }
}
