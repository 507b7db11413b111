import type { FileValue } from "./parameter-file";
import type { DeclaredParameter } from "./template";

/** A parameter's value, or the one that the stack has already. */
export type ParameterValue = { readonly value: string } | { readonly previous: true };

export interface ParameterSources {
  readonly declared: ReadonlyMap<string, DeclaredParameter>;
  /** From the file. */
  readonly fromFile: Readonly<Record<string, FileValue>>;
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
  for (const [name, value] of Object.entries(overrides)) {
    const swallowed = [...value.matchAll(/[,\s]([A-Za-z0-9]+)=/g)].find(([, second = ""]) => declared.has(second))?.[1];
    // Other tools divide them so. The value may be a secret, and is not told.
    if (swallowed !== undefined)
      problems.push(
        `parameter-overrides: the value of ${name} has ${swallowed}= in it, which is a parameter of its own: want name=value, ` +
          "one a line, or a JSON object; a value that is meant so goes into the file `parameters`",
      );
  }

  const resolved = new Map<string, ParameterValue>();
  for (const [name, parameter] of declared) {
    const value = overrides[name] ?? images.get(name);
    const given = overrides[name] === undefined ? fromFile[name] : undefined;
    if (given) resolved.set(name, fromFileValue(name, given, sources, problems));
    else if (value !== undefined) resolved.set(name, { value });
    else if (parameter.default !== undefined) continue;
    else if (previous.has(name)) resolved.set(name, { previous: true });
    else problems.push(`parameters: ${name} has no value: not in the file, an override, the stack, or the template`);
  }
  return resolved;
}

/** A list is written as CloudFormation takes it, and only where it takes one; a value stays only where the stack has one. */
function fromFileValue(
  name: string,
  given: FileValue,
  { declared, previous }: ParameterSources,
  problems: string[],
): ParameterValue {
  const type = declared.get(name)?.type ?? "";
  if ("list" in given && !/^(?:CommaDelimitedList$|List<)/.test(type))
    problems.push(`parameters: ${name} is no list but a ${type}: want a text, got a list`);
  if ("list" in given && given.list.some((one) => one.includes(",")))
    problems.push(
      `parameters: ${name} has a value with a comma in it, which CloudFormation would take for several: want each by itself`,
    );
  if ("previous" in given && !previous.has(name))
    problems.push(`parameters: ${name} is to keep its value (UsePreviousValue), and the stack has none`);
  return "list" in given ? { value: given.list.join(",") } : given;
}
