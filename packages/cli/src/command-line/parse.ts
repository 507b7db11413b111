import { parseArgs } from "node:util";
import { inputReader, nearest } from "@cashsouk/deploy";
import type { Run, Verb } from "../verbs/verb";

export const sharedFlags: Verb["flags"] = {
  "dry-run": { help: "reads the real state and says what would be done; changes nothing" },
  help: { help: "this text" },
};

export type Invocation =
  { readonly kind: "help" } | { readonly kind: "run"; readonly dryRun: boolean; readonly run: Run };

type Token = ReturnType<typeof tokensOf>[number];

/** Reads a verb's arguments. Every problem comes in one `InputProblems`. */
export async function readArguments(verb: Verb, args: readonly string[]): Promise<Invocation> {
  const tokens = tokensOf(verb, args);
  if (tokens.some((token) => token.kind === "option" && token.name === "help")) return { kind: "help" };
  const given = new Map<string, string[]>();
  const read = inputReader((name) => given.get(name)?.join("\n") ?? "");
  takeFlags(verb, tokens, given, read.problem);
  takePositionals(verb, tokens, given, read.problem);
  const run = await verb.prepare(read);
  read.done();
  return { kind: "run", dryRun: given.has("--dry-run"), run };
}

type Problem = (name: string, text: string) => void;

function tokensOf({ flags }: Verb, args: readonly string[]) {
  const options = Object.fromEntries(
    Object.entries({ ...flags, ...sharedFlags }).map(([name, { value }]) => [
      name,
      { type: value ? ("string" as const) : ("boolean" as const), ...(name === "help" ? { short: "h" } : {}) },
    ]),
  );
  return parseArgs({ args: [...args], options, strict: false, allowPositionals: true, tokens: true }).tokens;
}

function takeFlags(verb: Verb, tokens: readonly Token[], given: Map<string, string[]>, problem: Problem): void {
  const known = { ...verb.flags, ...sharedFlags };
  for (const token of tokens) {
    if (token.kind !== "option") continue;
    const { name, rawName, value, inlineValue } = token;
    const flag = Object.hasOwn(known, name) ? known[name] : undefined;
    const full = `--${name}`;
    if (!flag)
      problem(
        rawName,
        `is no flag of ${verb.name}${nearest(
          full,
          Object.keys(known).map((one) => `--${one}`),
        )}`,
      );
    else if (!flag.value && value !== undefined) problem(full, `takes no value, got "${value}"`);
    else if (flag.value && (!value || (!inlineValue && value.startsWith("-"))))
      problem(full, `wants ${flag.value}, got ${value ? `the flag ${value}` : "nothing"}`);
    else if (given.has(full) && !flag.many) problem(full, "is given twice");
    else given.set(full, [...(given.get(full) ?? []), value ?? "true"]);
  }
}

function takePositionals(verb: Verb, tokens: readonly Token[], given: Map<string, string[]>, problem: Problem): void {
  const values = tokens.flatMap((token) => (token.kind === "positional" ? [token.value] : []));
  for (const { name, many } of verb.positionals) {
    const taken = values.splice(0, many ? values.length : 1);
    if (taken.length === 0) problem(name, "is required");
    else given.set(name, taken);
  }
  // What follows a mistyped flag may have been meant as its value.
  const mistyped = tokens.some(
    (token) => token.kind === "option" && !Object.hasOwn({ ...verb.flags, ...sharedFlags }, token.name),
  );
  if (!mistyped) for (const value of values) problem(`"${value}"`, "is one argument too many");
}
