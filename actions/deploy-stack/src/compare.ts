import { compareTemplates, comparisonSummary } from "@cashsouk/deploy/stack";
import type { ActionContext } from "../../src/run-action";
import type { StackInputs } from "./inputs";
import { compared } from "./outputs";

/** Compares the templates with those of `base`, and asks nobody. */
export async function compare(
  { log, output, summarise }: ActionContext,
  inputs: StackInputs,
  base: string,
): Promise<void> {
  const comparison = await compareTemplates(process.cwd(), { ...inputs, base });
  const told = compared(comparison);
  log.info(`${inputs.name}: compared with ${base}: ${told.changes || "no resource is otherwise"}`);
  output(told);
  await summarise(comparisonSummary(comparison));
}
