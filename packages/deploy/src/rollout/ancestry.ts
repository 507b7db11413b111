import { execFile } from "node:child_process";
import type { Log } from "../log";
import type { Release } from "../release";
import { DeployError } from "../error";
import type { IsAncestor } from "./ports";

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

/** Refuses a commit that is older than what is released: a late approval would take the newer release back unseen. */
export async function refuseOlder(
  { isAncestor, log }: { isAncestor: IsAncestor; log: Log },
  commit: string,
  releases: readonly Release[],
): Promise<void> {
  const older: string[] = [];
  for (const { service, commit: released } of releases) {
    if (released === commit) continue;
    const answer = await isAncestor(commit, released);
    if (answer) older.push(`${service} has ${released.slice(0, 12)}`);
    if (answer === undefined)
      log.warning(
        `Whether ${commit.slice(0, 12)} is older than ${service}'s release ${released.slice(0, 12)} can't be told: git does not know both (a shallow clone?)`,
      );
  }
  if (older.length > 0)
    throw new DeployError(
      "older-commit",
      `commit: ${commit.slice(0, 12)} is older than what is released: ${older.join(", ")}`,
      "Deploy the newer commit, or say allow-older: true if going back is what you want.",
    );
}
