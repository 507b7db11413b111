import { counted } from "./counted";
import { inline } from "../markdown";
import type { Release } from "../release";
import type { RolloutPlan } from "./plan-roll-out";
import { rollBackRunbook } from "./runbook";
import type { RolloutRequest } from "./types";

type Planned = Pick<RolloutRequest, "cluster" | "images" | "commit">;

/** What a rollout would do, in Markdown: a row a service, from which release to which. */
export function planSummary({ cluster, images, commit }: Planned, { targets, staying }: RolloutPlan): string {
  const moving = targets.filter(({ plan }) => plan.kind !== "unchanged").length;
  const lines = [
    `### 📋 Rollout to ${cluster}: ${moving} of ${counted(targets.length + staying.length, "service")} would move`,
    "",
    "| Service | Runs | Would run | Why |",
    "|---|---|---|---|",
    ...targets.map(({ service: { name }, last, plan, image }) => {
      const next = images.get(name);
      const stays = plan.kind === "unchanged";
      const of = next?.commit ?? commit;
      const then = next && (of || next.since) ? release(of, next.since) : `\`${image}\``;
      return `| ${[name, runs(last), stays ? "the same" : then, inline(plan.why)].join(" | ")} |`;
    }),
    ...staying.map(({ name, last, why, isMeant }) => {
      const then = isMeant ? "**stays as it is**" : "the same";
      return `| ${[name, runs(last), then, inline(why)].join(" | ")} |`;
    }),
  ];
  const unasked = targets.filter((target) => target.unasked !== undefined);
  if (unasked.length > 0)
    lines.push(
      "",
      ...unasked.map(
        ({ service: { name }, image, unasked: why = "" }) =>
          `- ${name}: whether the registry holds \`${image}\` is not known: ${inline(why)}`,
      ),
    );
  const isEarlier = [...images.values()].some(({ since }) => since !== undefined);
  if (isEarlier) lines.push("", `**The database stays as it is**: no migration is taken back. ${readOn}`);
  return `${lines.join("\n")}\n`;
}

const readOn = `What the earlier release needs of it must still be there: [how to go back](${rollBackRunbook}).`;

function runs(last: Release | undefined): string {
  return last ? release(last.commit, last.releasedAt) : "unknown to the ledger";
}

function release(commit: string | undefined, since: string | undefined): string {
  const name = commit ? `\`${commit.slice(0, 12)}\`` : "no commit";
  return since ? `${name}, released ${since.slice(0, 16).replace("T", " ")} UTC` : name;
}
