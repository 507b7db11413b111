import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Environment } from "@cashsouk/deploy";
import { folder, read, type Resource, type Template } from "./template";

/** A template as CloudFormation sees it: its conditions decided, its functions replaced by what they give. */
export interface Rendered {
  readonly file: string;
  readonly resources: Record<string, Resource>;
  readonly outputs: Record<string, { readonly value: unknown; readonly exported?: string }>;
  /** A failed rule's sentences. */
  readonly broken: string[];
}

type Values = Record<string, unknown>;

const none = Symbol("AWS::NoValue");
const account: Values = {
  "AWS::AccountId": "123456789012",
  "AWS::Region": "ap-southeast-5",
  "AWS::Partition": "aws",
  "AWS::URLSuffix": "amazonaws.com",
  "AWS::NoValue": none,
};

export const stacks = ["bootstrap", "registry", "platform", "migrations", "services"] as const;

export function parameterFile(environment: Environment, stack: string): Record<string, string> {
  return JSON.parse(readFileSync(join(folder, "parameters", environment, `${stack}.json`), "utf8")) as Record<
    string,
    string
  >;
}

/** What deploy-stack fills in: any image will do. */
export function withImages(template: Template): Values {
  const names = Object.keys(template.Parameters ?? {}).filter((name) => name.endsWith("Image"));
  return Object.fromEntries(names.map((name) => [name, `registry/cashsouk-x@sha256:${"0".repeat(64)}`]));
}

/** A stack and the stacks below it, root first. */
export function renderTree(environment: Environment, stack: string, overrides: Values = {}): Rendered[] {
  const file = `${stack}.yaml`;
  return renderFile(file, { ...withImages(read(file)), ...parameterFile(environment, stack), ...overrides });
}

function renderFile(file: string, given: Values): Rendered[] {
  const rendered = render(file, read(file), given);
  const children = Object.values(rendered.resources).filter(({ Type }) => Type === "AWS::CloudFormation::Stack");
  return [
    rendered,
    ...children.flatMap(({ Properties = {} }) => {
      const child = String(Properties["TemplateURL"]).replace(/^\.\//, "");
      if (!existsSync(join(folder, child))) throw new Error(`${file}: there is no template ${child}`);
      return renderFile(child, (Properties["Parameters"] ?? {}) as Values);
    }),
  ];
}

function render(file: string, template: Template, given: Values): Rendered {
  const values: Values = { ...account, ...given };
  for (const [name, { Default }] of Object.entries(template.Parameters ?? {})) values[name] ??= Default;
  const value = (node: unknown) => evaluate(node, { template, values });
  const stands = ({ Condition }: { readonly Condition?: string }) =>
    Condition === undefined || value({ Condition }) === true;

  const resources = Object.entries(template.Resources).filter(([, resource]) => stands(resource));
  const outputs = Object.entries(template.Outputs ?? {}).filter(([, output]) => stands(output));
  const rules = Object.values(template.Rules ?? {}).filter(
    (rule) => rule.RuleCondition === undefined || value(rule.RuleCondition) === true,
  );
  return {
    file,
    resources: Object.fromEntries(
      resources.map(([id, resource]) => [
        id,
        { ...resource, Properties: (value(resource.Properties) ?? {}) as Values },
      ]),
    ),
    outputs: Object.fromEntries(
      outputs.map(([id, output]) => [
        id,
        { value: value(output.Value), ...(output.Export && { exported: String(value(output.Export.Name)) }) },
      ]),
    ),
    broken: rules.flatMap((rule) =>
      rule.Assertions.filter(({ Assert }) => value(Assert) !== true).map((assertion) => assertion.AssertDescription),
    ),
  };
}

interface Scope {
  readonly template: Template;
  readonly values: Values;
}

/** What stands before deployment only: a resource's id or attribute stays `${Resource.Attribute}`, an import `${import:Name}`. */
function evaluate(node: unknown, scope: Scope): unknown {
  const value = (part: unknown) => evaluate(part, scope);
  if (Array.isArray(node)) return node.map(value).filter((part) => part !== none);
  if (typeof node !== "object" || node === null) return node;
  const entries: [string, unknown][] = Object.entries(node);
  const [name, argument] = entries[0] ?? ["", undefined];
  if (entries.length === 1 && (name === "Ref" || name === "Condition" || name.startsWith("Fn::")))
    return call(name, argument, scope);
  return Object.fromEntries(entries.map(([key, part]) => [key, value(part)]).filter(([, part]) => part !== none));
}

function call(name: string, argument: unknown, scope: Scope): unknown {
  const { template, values } = scope;
  const value = (part: unknown) => evaluate(part, scope);
  const list = argument as unknown[];
  switch (name) {
    case "Ref":
      return reference(String(argument), scope);
    case "Condition":
      return value(template.Conditions?.[String(argument)]);
    case "Fn::GetAtt":
      return `\${${String(argument)}}`;
    case "Fn::Sub":
      return Array.isArray(argument)
        ? substitute(String(list[0]), { ...scope, values: { ...values, ...(value(list[1]) as Values) } })
        : substitute(String(argument), scope);
    case "Fn::ImportValue":
      return `\${import:${String(value(argument))}}`;
    case "Fn::FindInMap": {
      const [map, first, second] = list.map(value).map(String) as [string, string, string];
      const found = template.Mappings?.[map]?.[first]?.[second];
      if (found === undefined) throw new Error(`there is no ${map}.${first}.${second}`);
      return found;
    }
    case "Fn::If":
      return value(call("Condition", list[0], scope) === true ? list[1] : list[2]);
    case "Fn::Equals":
      return String(value(list[0])) === String(value(list[1]));
    case "Fn::Not":
      return value(list[0]) !== true;
    case "Fn::And":
      return list.every((part) => value(part) === true);
    case "Fn::Or":
      return list.some((part) => value(part) === true);
    case "Fn::Join":
      return texts(value(list[1])).join(String(list[0]));
    case "Fn::Split":
      return String(value(list[1])).split(String(list[0]));
    case "Fn::Select":
    case "Fn::Cidr":
    case "Fn::GetAZs":
      return `\${${name}}`;
    default:
      throw new Error(`${name} is not rendered`);
  }
}

function reference(name: string, { template, values }: Scope): unknown {
  if (name in values) return values[name];
  if (name in template.Resources) return `\${${name}}`;
  throw new Error(`Ref ${name}: no parameter has a value and no resource the name`);
}

function substitute(text: string, scope: Scope): string {
  return text.replace(/\$\{([^}!][^}]*)\}/g, (whole, name: string) =>
    name.includes(".") ? whole : String(reference(name, scope)),
  );
}

function texts(list: unknown): string[] {
  return Array.isArray(list) ? list.map(String) : String(list).split(",");
}
