import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse, type ScalarTag, type CollectionTag } from "yaml";

export const folder = join(__dirname, "..", "..", "cloudformation");

export interface Parameter {
  readonly Type: string;
  readonly Default?: string | number;
  readonly AllowedValues?: readonly (string | number)[];
  readonly AllowedPattern?: string;
  readonly MinValue?: number;
  readonly MaxValue?: number;
}

export interface Resource {
  readonly Type: string;
  readonly Condition?: string;
  readonly DependsOn?: string | readonly string[];
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
  readonly Properties?: Record<string, unknown>;
}

interface Rule {
  readonly RuleCondition?: unknown;
  readonly Assertions: readonly { readonly Assert: unknown; readonly AssertDescription: string }[];
}

export interface Template {
  readonly Parameters?: Record<string, Parameter>;
  readonly Mappings?: Record<string, Record<string, Record<string, string>>>;
  readonly Rules?: Record<string, Rule>;
  readonly Conditions?: Record<string, unknown>;
  readonly Resources: Record<string, Resource>;
  readonly Outputs?: Record<
    string,
    { readonly Value: unknown; readonly Condition?: string; readonly Export?: { readonly Name: unknown } }
  >;
}

const functions = [
  "Sub",
  "GetAtt",
  "If",
  "Equals",
  "Not",
  "And",
  "Or",
  "FindInMap",
  "Join",
  "Split",
  "Select",
  "Cidr",
  "GetAZs",
  "ImportValue",
];

/** `!Sub x` is `{ "Fn::Sub": x }`; only Ref and Condition have no `Fn::`. */
const tags: (ScalarTag | CollectionTag)[] = ["Ref", "Condition", ...functions].flatMap((name) => {
  const key = name === "Ref" || name === "Condition" ? name : `Fn::${name}`;
  const scalar: ScalarTag = { tag: `!${name}`, resolve: (text) => ({ [key]: text }) };
  const collection = (kind: "map" | "seq"): CollectionTag => ({
    tag: `!${name}`,
    collection: kind,
    resolve: (node) => ({ [key]: node.toJSON() as unknown }),
  });
  return [scalar, collection("map"), collection("seq")];
});

const parsed = new Map<string, Template>();

export function read(file: string): Template {
  const template = parsed.get(file) ?? (parse(text(file), { customTags: tags as never }) as Template);
  parsed.set(file, template);
  return template;
}

export function text(file: string): string {
  return readFileSync(join(folder, file), "utf8");
}

/** Every template, as a path below `cloudformation/`. */
export function templates(): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".yaml"))
    .sort();
}
