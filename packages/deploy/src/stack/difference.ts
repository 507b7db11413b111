import type { Stack } from "@aws-sdk/client-cloudformation";
import { asShown, mayBe } from "./as-shown";
import { parameterChanges } from "./parameter-changes";
import type { ParameterValue } from "./parameters";
import { tagChanges } from "./tag-changes";
import type { TemplateTree } from "./tree";
import { isOpenReference } from "./undecided";

export interface Desired {
  readonly tree: TemplateTree;
  /** The root's packaged text: it names every nested template by the hash of its content. */
  readonly text: string;
  readonly parameters: ReadonlyMap<string, ParameterValue>;
  /** Names of the parameters that were filled with images. */
  readonly images: ReadonlySet<string>;
  /** `undefined`: left as they are. */
  readonly tags: Readonly<Record<string, string>> | undefined;
}

/** How a stack differs from what is desired, as far as can be told without a change set. */
export type Difference =
  | { readonly kind: "none" }
  | { readonly kind: "images"; readonly parameters: string[] }
  | { readonly kind: "more"; readonly what: string };

export function difference(stack: Stack, deployedText: string, desired: Desired): Difference {
  if (!mayBe(deployedText.trimEnd(), desired.text.trimEnd())) return { kind: "more", what: "the template" };
  if (tagChanges(stack, desired.tags).length > 0) return { kind: "more", what: "tags" };
  const certain = parameterChanges(stack, desired).filter(({ uncertain }) => !uncertain);
  const changed = certain.map(({ name }) => name);
  const beyondImages = changed.filter((name) => !desired.images.has(name));
  if (beyondImages.length > 0) return { kind: "more", what: `parameters: ${beyondImages.join(", ")}` };
  return changed.length > 0 ? { kind: "images", parameters: changed } : { kind: "none" };
}

/** What only a change set can tell the effect of, although template, parameters and tags are the same. */
export function undecidedIn(stack: Stack, desired: Desired): string[] {
  const { Parameters = [] } = stack;
  const { tree, parameters, tags = {}, text } = desired;
  const given = [...parameters.values()].map((one) => ("value" in one ? one.value : ""));
  const values = [...Parameters.map(({ ParameterValue = "" }) => ParameterValue), ...given];
  const isHidden = (written: string) => asShown(written) !== written;
  const inTemplates = [...tree.templates.values()].flatMap(({ undecided }) => undecided);
  const defaults = parameterChanges(stack, desired).flatMap(({ uncertain, name }) =>
    uncertain ? [`the default of ${name}`] : [],
  );
  return [
    ...new Set([
      ...inTemplates,
      ...defaults,
      ...(values.some(isOpenReference) ? ["a parameter's dynamic reference"] : []),
      ...([text, ...given, ...Object.entries(tags).flat()].some(isHidden) ? ["characters outside ASCII"] : []),
    ]),
  ];
}
