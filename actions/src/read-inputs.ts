import { InputProblems, type RawInputs } from "@cashsouk/deploy";
import { parseCommonInputs } from "./common-inputs";
import { givenInputs, isDerivedRunner, unknownInputs } from "./unknown-inputs";

interface Given {
  readonly raw: RawInputs;
  readonly env: NodeJS.ProcessEnv;
  readonly warn: (text: string) => void;
}

/** An action's own inputs; every problem, with them and with those that all actions have, is in one message. */
export function readInputs<Inputs>({ raw, env, warn }: Given, parse: (raw: RawInputs) => Inputs): Inputs {
  // An input is known when it is asked for, whatever the others say: the contract test holds that.
  const asked = new Set<string>();
  const recorded: RawInputs = (name) => (asked.add(name), raw(name));
  const own = problemsOf(() => parse(recorded));
  const common = problemsOf(() => parseCommonInputs(recorded, env));
  const unknown = unknownInputs(givenInputs(env), asked);
  const strange = isDerivedRunner(env);
  if (strange) unknown.forEach(warn);
  const problems = [...own.problems, ...common.problems, ...(strange ? [] : unknown)];
  if (problems.length > 0 || !("inputs" in own)) throw new InputProblems(problems);
  return own.inputs;
}

function problemsOf<Inputs>(parse: () => Inputs): { problems: readonly string[]; inputs?: Inputs } {
  try {
    return { problems: [], inputs: parse() };
  } catch (error) {
    if (error instanceof InputProblems) return { problems: error.problems };
    throw error;
  }
}
