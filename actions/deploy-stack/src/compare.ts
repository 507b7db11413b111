import { compareTemplates, comparisonSummary } from "@cashsouk/deploy/stack";
import type { ActionContext } from "../../src/run-action";
import type { StackInputs } from "./inputs";
import { compared } from "./outputs";

/** Compares the templates with those of `base`, and asks nobody. */
export async function compare({ output, summarise }: ActionContext, inputs: StackInputs, base: string): Promise<void> {
  const comparison = await compareTemplates(process.cwd(), { ...inputs, base });
  output(compared(comparison));
  await summarise(comparisonSummary(comparison));
}
