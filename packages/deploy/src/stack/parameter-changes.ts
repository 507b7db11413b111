import type { Stack } from "@aws-sdk/client-cloudformation";
import { mayBe } from "./as-shown";
import type { ParameterValue } from "./parameters";
import { secretParameters, type TemplateTree } from "./tree";

interface Wanted {
  readonly tree: TemplateTree;
  readonly parameters: ReadonlyMap<string, ParameterValue>;
}

/** What becomes of a parameter's value. Values of NoEcho parameters, a nested template's too, are nowhere in it. */
export interface ParameterChange {
  readonly name: string;
  /** `undefined`: the stack has no such parameter yet. */
  readonly before: string | undefined;
  readonly after: string;
  /** Nobody gives it a value: it takes the template's default, whatever the stack has. */
  readonly byDefault: boolean;
  /** By default, and only CloudFormation can tell whether that is what the stack has already: `yes` is true to it. */
  readonly uncertain: boolean;
  /** Whether it was given or not, nobody can tell its values apart. */
  readonly noEcho: boolean;
}

/** As CloudFormation shows the value of a NoEcho parameter. */
export const masked = "****";

/**
 * The parameters whose values nobody may read: as the template at hand says, or as the stack has them. A template that has lost
 * a NoEcho makes no secret public.
 */
export function hiddenParameters(
  stack: Partial<Stack> | undefined,
  { tree }: Pick<Wanted, "tree">,
): ReadonlySet<string> {
  const declared = tree.templates.get(tree.root)!.parameters;
  const shown = (stack?.Parameters ?? []).filter(({ ParameterValue }) => ParameterValue === masked);
  return new Set([
    ...[...declared].flatMap(([name, { noEcho }]) => (noEcho ? [name] : [])),
    ...shown.map(({ ParameterKey = "" }) => ParameterKey),
  ]);
}

/** Parameters whose value changes, or may: nobody can tell that of a hidden one. */
export function parameterChanges(stack: Partial<Stack>, { tree, parameters }: Wanted): ParameterChange[] {
  const { Parameters = [] } = stack;
  const present = new Map(Parameters.map(({ ParameterKey, ParameterValue }) => [ParameterKey, ParameterValue]));
  const hidden = hiddenParameters(stack, { tree });
  const secret = secretParameters(tree);
  const declared = tree.templates.get(tree.root)!.parameters;
  return [...declared].flatMap(([name, parameter]): ParameterChange[] => {
    const noEcho = hidden.has(name);
    const given = parameters.get(name);
    const wanted = given ?? { value: parameter.default?.text ?? "" };
    const before = present.get(name);
    if ("previous" in wanted || (!noEcho && mayBe(before, wanted.value))) return [];
    const byDefault = given === undefined;
    const uncertain = byDefault && before !== undefined && !noEcho && parameter.default?.certain === false;
    const shown = (value: string) => (noEcho || secret.has(name) ? masked : value);
    const values = { before: before === undefined ? undefined : shown(before), after: shown(wanted.value) };
    return [{ name, ...values, byDefault, uncertain, noEcho }];
  });
}

/** Those that a person should know of: of a NoEcho one that is given, nothing can be told. */
export function toldChanges(stack: Partial<Stack>, wanted: Wanted): ParameterChange[] {
  return parameterChanges(stack, wanted).filter(({ noEcho, byDefault }) => !noEcho || byDefault);
}

/** `10 → 2`, as two cells. */
export function beforeAndAfter({ before, after, byDefault, uncertain }: ParameterChange): [string, string] {
  const read = uncertain ? `what CloudFormation reads in "${after}"` : after;
  return [before ?? "none", byDefault ? `${read} (the template's default: nobody gives it)` : after];
}

/** `parameter Size: 10 → 2` */
export function parameterLine(change: ParameterChange): string {
  return `parameter ${change.name}: ${beforeAndAfter(change).join(" → ")}`;
}
