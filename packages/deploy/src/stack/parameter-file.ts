import type { ParseError } from "jsonc-parser";
import { readFileSync } from "node:fs";
import * as v from "valibot";
import { withoutMark } from "../json";
import { record } from "../schema";

/** What a file says of a parameter: a value, a list's values, or that the stack's present one stays. */
export type FileValue = { readonly value: string } | { readonly list: readonly string[] } | { readonly previous: true };

const text = v.pipe(v.union([v.string(), v.number(), v.boolean()]), v.transform(String));
const value = v.union([
  v.pipe(
    text,
    v.transform((one): FileValue => ({ value: one })),
  ),
  v.pipe(
    v.array(text),
    v.transform((list): FileValue => ({ list })),
  ),
]);
const entry = v.union([
  v.pipe(
    v.object({ ParameterKey: v.string(), ParameterValue: value, UsePreviousValue: v.optional(v.literal(false)) }),
    v.transform(({ ParameterKey, ParameterValue }) => [ParameterKey, ParameterValue] as const),
  ),
  v.pipe(
    v.object({ ParameterKey: v.string(), UsePreviousValue: v.literal(true), ParameterValue: v.optional(v.never()) }),
    v.transform(({ ParameterKey }) => [ParameterKey, { previous: true }] as const),
  ),
]);
const file = v.union([
  v.pipe(
    v.array(entry),
    v.transform((entries) => Object.fromEntries(entries)),
  ),
  v.pipe(record, v.record(v.string(), value)),
]);

/** Reads a file of parameters: an object name → value, or CloudFormation's own list. What is wrong becomes a line in `problems`. */
export async function readParameterFile(path: string, problems: string[]): Promise<Record<string, FileValue>> {
  const problem = (told: string) => void problems.push(`parameters: ${told}`);
  try {
    const given = withoutMark(readFileSync(path, "utf8"));
    const json = await parseJson(given);
    if ("error" in json) problem(`${path}: is no JSON${json.error}`);
    else {
      const parsed = v.safeParse(file, json.parsed);
      const changed = parsed.success ? await changedNumbers(given) : [];
      for (const name of parsed.success ? await repeated(given) : [])
        problem(`${path}: ${name} is given more than once`);
      if (changed.length > 0)
        problem(
          `${path}: want a text in quotes, since a number would not stay as it is written: ${changed.join(", ")}`,
        );
      if (parsed.success) return parsed.output;
      problem(
        `${path}: want an object name → text, or a list of ParameterKey with either ParameterValue or UsePreviousValue: true`,
      );
    }
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    problem(code === "ENOENT" ? `there is no file ${path}` : `${path}: ${message}`);
  }
  return {};
}

async function parseJson(given: string): Promise<{ readonly parsed: unknown } | { readonly error: string }> {
  try {
    return { parsed: JSON.parse(given) as unknown };
  } catch {
    // What its error says holds a piece of the text, which may be a secret; where it stands tells enough.
    const { parse } = await import("jsonc-parser");
    const errors: ParseError[] = [];
    parse(given, errors, { disallowComments: true });
    const before = given.slice(0, errors[0]?.offset).split("\n");
    return { error: errors[0] ? `, at line ${before.length}, column ${before[before.length - 1]!.length + 1}` : "" };
  }
}

/** Where numbers are that come out of JSON otherwise than they are written (1.10, 8.0, twenty digits), by name and line. */
async function changedNumbers(given: string): Promise<string[]> {
  const { getNodeValue, findNodeAtLocation, parseTree, visit } = await import("jsonc-parser");
  const found: string[] = [];
  const root = parseTree(given)!;
  visit(given, {
    onLiteralValue(one, offset, length, line, _character, path) {
      if (typeof one !== "number" || String(one) === given.slice(offset, offset + length)) return;
      const [first = 0] = path();
      const key = typeof first === "string" ? undefined : findNodeAtLocation(root, [first, "ParameterKey"]);
      found.push(`${key ? String(getNodeValue(key)) : first} (line ${line + 1})`);
    },
  });
  return found;
}

/** The parameters that are given more than once: the last one would win, and nobody would know of the others. */
async function repeated(given: string): Promise<Set<string>> {
  const { findNodeAtLocation, parseTree } = await import("jsonc-parser");
  const names = (parseTree(given)?.children ?? []).map((entry) =>
    String((entry.type === "property" ? entry.children?.[0] : findNodeAtLocation(entry, ["ParameterKey"]))?.value),
  );
  return new Set(names.filter((name, at) => names.indexOf(name) !== at));
}
