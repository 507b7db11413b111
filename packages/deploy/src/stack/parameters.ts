import { readFileSync } from "node:fs";
import * as v from "valibot";
import { record } from "../schema";
import type { DeclaredParameter } from "./template";

/** A parameter's value, or the one that the stack has already. */
export type ParameterValue = { readonly value: string } | { readonly previous: true };

const value = v.pipe(v.union([v.string(), v.number(), v.boolean()]), v.transform(String));
const list = v.array(v.object({ ParameterKey: v.string(), ParameterValue: value }));
const file = v.union([
  v.pipe(
    list,
    v.transform((entries) => Object.fromEntries(entries.map((entry) => [entry.ParameterKey, entry.ParameterValue]))),
  ),
  v.pipe(record, v.record(v.string(), value)),
]);

/** Reads a file of parameters: an object name → value, or CloudFormation's list of ParameterKey and ParameterValue. */
export function readParameterFile(path: string, problems: string[]): Record<string, string> {
  try {
    const parsed = v.safeParse(file, JSON.parse(readFileSync(path, "utf8")));
    if (parsed.success) return parsed.output;
    problems.push(`parameters: ${path}: want an object name → text, or a list of ParameterKey and ParameterValue`);
  } catch (error) {
    problems.push(`parameters: ${unreadable(path, error as NodeJS.ErrnoException)}`);
  }
  return {};
}

function unreadable(path: string, { code, name, message }: NodeJS.ErrnoException): string {
  if (code === "ENOENT") return `there is no file ${path}`;
  // What the parser says holds a piece of the text, which may be a secret.
  return `${path}: ${name === "SyntaxError" ? "is no JSON" : message}`;
}

export interface ParameterSources {
  readonly declared: ReadonlyMap<string, DeclaredParameter>;
  /** From the file. */
  readonly fromFile: Readonly<Record<string, string>>;
  /** Win over the file. */
  readonly overrides: Readonly<Record<string, string>>;
  /** Image parameters' values; what the file or an override says wins. */
  readonly images: ReadonlyMap<string, string>;
  /** Those of the stack as it is; empty for a new one. */
  readonly previous: ReadonlySet<string>;
}

/**
 * Every declared parameter's value. One that nobody gives takes the template's default (by being absent here), then the
 * stack's present value. What is unknown or has no value becomes a line in `problems`.
 */
export function resolveParameters(sources: ParameterSources, problems: string[]): Map<string, ParameterValue> {
  const { declared, fromFile, overrides, images, previous } = sources;
  for (const [input, given] of [
    ["parameters", fromFile],
    ["parameter-overrides", overrides],
  ] as const)
    for (const name of Object.keys(given))
      if (!declared.has(name)) problems.push(`${input}: the template has no parameter ${name}`);

  const resolved = new Map<string, ParameterValue>();
  for (const [name, parameter] of declared) {
    const value = overrides[name] ?? fromFile[name] ?? images.get(name);
    if (value !== undefined) resolved.set(name, { value });
    else if (parameter.default !== undefined) continue;
    else if (previous.has(name)) resolved.set(name, { previous: true });
    else problems.push(`parameters: ${name} has no value: not in the file, an override, the stack, or the template`);
  }
  return resolved;
}
