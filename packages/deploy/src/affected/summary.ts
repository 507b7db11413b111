import { inline } from "../markdown";
import type { Finding } from "./detect";
import { summariseReasons } from "./reasons";

/** One line a service for the log. */
export function describeFinding({ service, reasons, base, unasked }: Finding): string {
  const since = base ? ` (base ${base.slice(0, 12)})` : "";
  if (reasons.length === 0) return `${service.name}: unchanged${since}${butFor(unasked)}`;
  return `${service.name}: affected${since}: ${summariseReasons(reasons)}`;
}

/** Markdown for people: every service, whether it moves, and why. */
export function affectedSummary(findings: readonly Finding[]): string {
  const affected = findings.filter(({ reasons }) => reasons.length > 0);
  const rows = findings.map(({ service, reasons, base, unasked }) =>
    row([
      service.name,
      reasons.length > 0 ? "yes" : "no",
      reasons.length > 0 ? summariseReasons(reasons) : `nothing in its image changed${butFor(unasked)}`,
      base ? `\`${base.slice(0, 12)}\`` : "none",
    ]),
  );
  return [
    "### Affected services",
    "",
    affected.length > 0 ? `${affected.length} of ${findings.length} services.` : "Nothing is affected.",
    "",
    row(["Service", "Affected", "Why", "Compared with"]),
    "| --- | --- | --- | --- |",
    ...rows,
    "",
  ].join("\n");
}

function butFor(unasked: readonly string[] = []): string {
  return unasked.length === 0 ? "" : `; whether ${unasked.join(", ")} holds the same was not asked (\`base-images\`)`;
}

/** File names are anybody's: a bar or a line break in one must not break the table. */
function row(cells: readonly string[]): string {
  return `| ${cells.map(inline).join(" | ")} |`;
}
