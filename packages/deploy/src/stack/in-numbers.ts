import type { Changed } from "./request";
import type { ResourceChange } from "./stateful";

/** How many resources are added, changed and removed. */
export function inNumbers(changes: readonly ResourceChange[]): string {
  const count = (fits: (change: ResourceChange) => boolean) => changes.filter(fits).length;
  const replaced = replacedBy(changes, "True").length;
  const maybe = replacedBy(changes, "Conditional").length;
  const of = [replaced && `${replaced} replaced`, maybe && `${maybe} perhaps replaced`].filter(Boolean).join(", ");
  const unclear = count(({ action }) => action === "Dynamic");
  const imported = count(({ action }) => action === "Import");
  const numbers = [
    `${count(({ action }) => action === "Add")} to add`,
    `${count(({ action }) => action === "Modify")} to change${of && ` (${of})`}`,
    `${count(({ action }) => action === "Remove")} to remove`,
    ...(imported > 0 ? [`${imported} to import`] : []),
    ...(unclear > 0 ? [`${unclear} of which CloudFormation can't tell`] : []),
  ];
  return changes.length === 0 ? "No resource changes: only outputs, tags or metadata do." : numbers.join(", ");
}

/** For a log: how many, then each on a line of its own: `Modify Data/Database (AWS::RDS::DBInstance), replaced: Engine`. */
export function changesInLines(changes: readonly ResourceChange[]): string[] {
  const each = changes.map(({ path, type, action, policy, replacement = "", properties }) => {
    const replaced = { True: ", replaced", Conditional: ", perhaps replaced" }[replacement] ?? "";
    const what = properties.length > 0 ? `: ${properties.join(", ")}` : "";
    return `${action}${policy ? ` (${policy})` : ""} ${path} (${type})${replaced}${what}`;
  });
  return [inNumbers(changes) + (each.length > 0 ? ":" : ""), ...each];
}

/** On one line, for who has to decide at a glance: what is lost is named. Empty where nothing changes. */
export function changesLine({ outcome, changes, refused }: Pick<Changed, "outcome" | "changes" | "refused">): string {
  if (outcome.kind === "unchanged") return "";
  const removed = changes.filter(({ action }) => action === "Remove").map(({ path }) => path);
  const named = [
    ["replaced", replacedBy(changes, "True")],
    ["perhaps replaced", replacedBy(changes, "Conditional")],
    ["removed", removed],
    ["to apply this would be refused", refused],
  ] as const;
  const lists = named.flatMap(([what, of]) => (of.length > 0 ? [`${what}: ${of.join(", ")}`] : []));
  return [inNumbers(changes).replace(/\.$/, ""), ...lists].join("; ");
}

function replacedBy(changes: readonly ResourceChange[], word: "True" | "Conditional"): string[] {
  const replaced = changes.filter(({ action, replacement }) => action === "Modify" && replacement === word);
  return replaced.map(({ path }) => path);
}
