import { setSecret } from "@actions/core";
import { runAction } from "../../src/run-action";
import { parseInputs } from "./inputs";

void runAction(async (context) => {
  const inputs = context.read(parseInputs);
  if (inputs.token) setSecret(inputs.token);
  // No run needs both: templates are compared without AWS.
  if (inputs.compareWith) return (await import("./compare")).compare(context, inputs, inputs.compareWith);
  return (await import("./change")).change(context, inputs);
});
