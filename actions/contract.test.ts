import { describe, expect, test } from "@jest/globals";
import { InputProblems, type RawInputs } from "@cashsouk/deploy";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { actionNames } from "./action-folders";
import { parseCommonInputs } from "./src/common-inputs";
import { reasonOutput } from "./src/common-outputs";
import { readInputs } from "./src/read-inputs";
import { readMetadata, withTables } from "./src/readme-tables";

/** Inputs with which each action's are valid: the required ones, and one way where there are several. */
const valid: Record<string, Record<string, string>> = {
  "run-migration-task": { "task-definition": "migrations", stack: "cashsouk-staging-migrations" },
  "ecs-rollout": { cluster: "cashsouk-staging" },
  "notify-slack": { token: "xoxb-1", channel: "C1", environment: "staging", outcome: "deployed" },
  "deploy-stack": { name: "cashsouk-staging-platform", template: "cloudformation/platform.yaml" },
};

describe.each(actionNames)("%s", (name) => {
  const folder = join(__dirname, name);
  const metadata = readMetadata(readFileSync(join(folder, "action.yml"), "utf8"));
  const declared = Object.entries(metadata.inputs ?? {});

  test("inputs.ts reads exactly the inputs of action.yml", async () => {
    const { names } = await record(name);
    expect([...names].sort()).toEqual(declared.map(([input]) => input).sort());
  });

  test("it asks for every input whatever the others say, so that none of them is taken for an unknown one", async () => {
    const names = declared.map(([input]) => input).sort();
    for (const every of ["x", "true", "[]", "{}", "1"])
      expect([...(await record(name, every)).names].sort()).toEqual(names);
  });

  test("what inputs.ts requires is what action.yml marks as required", async () => {
    const { problems } = await record(name);
    const required = problems.flatMap((problem) => /^(\S+): is required$/.exec(problem)?.[1] ?? []);
    expect(required.sort()).toEqual(declared.flatMap(([input, { required }]) => (required ? [input] : [])).sort());
  });

  test("an input's default in action.yml means the same as leaving it out", async () => {
    const parse = await parser(name);
    const given = valid[name] ?? {};
    const defaults = Object.fromEntries(declared.map(([input, { default: value = "" }]) => [input, value]));
    expect(parse(from({ ...defaults, ...given }))).toEqual(parse(from(given)));
    expect(parseCommonInputs(from(defaults), {})).toEqual(parseCommonInputs(from({}), {}));
  });

  test("outputs.ts writes exactly the outputs of action.yml", async () => {
    const { outputNames } = (await import(join(folder, "src/outputs"))) as { outputNames: readonly string[] };
    const written = new Set([...outputNames, reasonOutput]);
    expect([...written].sort()).toEqual(Object.keys(metadata.outputs ?? {}).sort());
  });

  test("the README's tables are those that `pnpm --filter actions tables` makes of action.yml", () => {
    const readme = readFileSync(join(folder, "README.md"), "utf8");
    expect(readme).toBe(withTables(readme, metadata));
  });

  test("action.yml starts a committed bundle on Node 24", () => {
    const { using, main, post = main } = metadata.runs;
    expect(using).toBe("node24");
    expect([main, post].map((bundle) => existsSync(join(folder, bundle)))).toEqual([true, true]);
  });
});

function from(inputs: Record<string, string>): RawInputs {
  return (input) => inputs[input] ?? "";
}

async function parser(name: string): Promise<(raw: RawInputs) => unknown> {
  const module = (await import(join(__dirname, name, "src/inputs"))) as { parseInputs: (raw: RawInputs) => unknown };
  return module.parseInputs;
}

/** Which inputs are asked for when none is given (or each is the same), and what is said about them. */
async function record(name: string, every = ""): Promise<{ names: Set<string>; problems: readonly string[] }> {
  const parse = await parser(name);
  const names = new Set<string>();
  try {
    readInputs({ raw: (input) => (names.add(input), every), env: {}, warn: () => undefined }, parse);
  } catch (error) {
    if (error instanceof InputProblems) return { names, problems: error.problems };
    throw error;
  }
  return { names, problems: [] };
}
