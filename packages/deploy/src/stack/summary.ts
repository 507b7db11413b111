import type { DeployError } from "../error";
import { failureParagraphs } from "../failure-paragraphs";
import { list, table } from "./paragraphs";
import type { Drift } from "./drift";
import { StackFailure } from "./ends";
import { inNumbers } from "./in-numbers";
import { beforeAndAfter } from "./parameter-changes";
import type { StackResult } from "./request";
import { tagBeforeAndAfter } from "./tag-changes";

/**
 * What a person reads of it: outcome, changes, drift, outputs, as Markdown. A plan's is what a reviewer decides by. `hide` takes
 * secrets out of what is told, before Markdown writes it in its own way.
 */
export function stackSummary(made: StackResult, hide: (text: string) => string = (text) => text): string {
  const { outcome } = made;
  const result = hiddenIn(made, hide);
  const { name, status, changes, parameters = [], refused, changeSet, drift, outputs, seconds } = result;
  const why = outcome.kind === "unchanged" ? `, since ${outcome.why}` : "";
  const planned = outcome.kind === "planned";
  return [
    `### ${planned ? "📋" : "✅"} Stack ${name}: ${outcome.kind}${why}`,
    `${status ?? "not created"}, ${seconds} s`,
    ...(outcome.kind === "unchanged" ? [] : [inNumbers(changes)]),
    ...(planned && changeSet ? [`To be run by \`mode: execute\` with \`change-set: ${changeSet}\``] : []),
    ...list("**To apply this would be refused:**", refused),
    ...list("**It is done, and this is left to look at:**", result.warnings ?? []),
    ...table(
      ["Change", "Resource", "Type", "Replaced", "What of it"],
      changes.map((change) => [
        change.action + (change.policy ? ` (${change.policy})` : ""),
        change.path,
        change.type,
        change.replacement ?? "",
        change.properties.join(", "),
      ]),
    ),
    ...table(
      ["Parameter", "Before", "After"],
      parameters.map((parameter) => [parameter.name, ...beforeAndAfter(parameter)]),
    ),
    ...table(
      ["Tag", "Before", "After"],
      (result.tags ?? []).map((tag) => [tag.name, ...tagBeforeAndAfter(tag)]),
    ),
    ...(drift ? driftLines(drift) : []),
    // A plan's are those before the change: nothing to review.
    ...(planned ? [] : table(["Output", "Value"], Object.entries(outputs))),
  ].join("\n\n");
}

/** Why it failed, the first reason first, as Markdown. */
export function failureSummary(name: string, error: DeployError): string {
  const failures = error instanceof StackFailure ? error.failures : [];
  return [
    `### ❌ Stack ${name}: failed`,
    ...failureParagraphs(error),
    ...table(
      ["Failed", "Type", "Reason"],
      failures.map(({ path, type, reason }) => [path || name, type, reason]),
    ),
  ].join("\n\n");
}

function driftLines({ differences, unchecked, unknown }: Drift): string[] {
  const none = differences.length === 0 && unknown.length === 0;
  return [
    none ? "**Drift:** none that AWS can detect" : "**Drift**",
    ...table(
      ["Since the last change", "Resource", "Type", "What of it"],
      differences.map(({ how, path, type, properties }) => [how, path, type, properties.join(", ")]),
    ),
    ...list("Could not be told:", unknown),
    ...list("AWS can't tell of:", unchecked),
  ];
}

/** Plain data with every text in it hidden. */
function hiddenIn<T>(data: T, hide: (text: string) => string): T {
  return JSON.parse(JSON.stringify(data), (_, value: unknown) =>
    typeof value === "string" ? hide(value) : value,
  ) as T;
}
