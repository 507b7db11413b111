import type { Release } from "../release";
import type { Target } from "./inspect";
import type { RolloutTools } from "./ports";
import type { RolloutRequest } from "./types";

type Tools = Pick<RolloutTools, "ledger" | "isAncestor">;

/**
 * Refuses a late approval: a commit older than what a service that would move has, or ever had. After a way back the
 * ledger's last entry is an old one, and what lies between it and what was taken away would pass for new.
 */
export async function refuseOlderCommit(
  tools: Tools,
  { commit, images, allowOlder, ledger: path }: RolloutRequest,
  targets: readonly Target[],
): Promise<void> {
  if (allowOlder || !path) return;
  // A new shape can go back as well as a new image; what its stack has moved already would still be recorded.
  const moving = targets.flatMap(({ plan, image, last }) =>
    last && (plan.kind !== "unchanged" || last.image !== image) ? [last] : [],
  );
  const commitOf = ({ service }: Release) => images.get(service)?.commit ?? commit;
  for (const one of new Set(moving.map(commitOf))) {
    // What runs already is no older than itself, whatever was there in between.
    const others = moving.filter((last) => commitOf(last) === one && last.commit !== one);
    if (!one || others.length === 0) continue;
    const { refuseGoneBack, refuseOlder } = await import("../release");
    await refuseOlder(tools.isAncestor, one, others);
    await refuseGoneBack(tools.isAncestor, one, await formerOf(tools, path, others));
  }
}

/** What the ledger had of these services before, the newest first, each commit of a service once. */
async function formerOf({ ledger }: Tools, path: string, releases: readonly Release[]) {
  const { readHistory } = await import("../rollback");
  const histories = await Promise.all(
    releases.map(async (now) => {
      const commits = (await readHistory(ledger, path, now.service)).map(({ commit }) => commit);
      return [...new Set(commits)].map((commit) => ({ service: now.service, commit, now: now.commit }));
    }),
  );
  return histories.flat().filter(({ commit, now }) => commit !== now);
}
