import { type Document, isCollection, isMap, isScalar, visit } from "yaml";
import { localUrl } from "./local-url";
import { nestedStack } from "./stateful";

/** Functions whose result follows from the template, its parameters and what is in the stack. */
const decided: ReadonlySet<string> = new Set([
  ...["And", "Base64", "Cidr", "Equals", "FindInMap", "GetAtt", "If", "ImportValue", "Join", "Not", "Or", "Select"],
  ...["Split", "Sub", "Ref", "Condition"],
]);

/**
 * What in a template has an effect that may change although neither its text nor its parameters do: only CloudFormation
 * can tell. Too many of them cost a change set, too few hide a change.
 */
export function undecided(document: Document): string[] {
  const found = new Set<string>();
  const add = (what: string | undefined) => what !== undefined && found.add(what);
  if (isMap(document.contents) && document.contents.has("Transform")) add("a transform");
  visit(document, {
    Pair: (_, { key }) => void add(functionOf(isScalar(key) ? /^Fn::(.+)$/.exec(String(key.value))?.[1] : undefined)),
    Node(_, node) {
      if (isScalar(node) || isCollection(node)) add(functionOf(/^!([A-Za-z].*)$/.exec(node.tag ?? "")?.[1]));
      if (isScalar(node) && typeof node.value === "string" && isOpenReference(node.value)) add("a dynamic reference");
      if (isMap(node)) add(typeOf(String(node.get("Type")), localUrl(node) !== undefined));
    },
  });
  return [...found];
}

/** Whether a text refers to a value of Parameter Store or Secrets Manager, and does not say which version of it. */
export function isOpenReference(text: string): boolean {
  const name = String.raw`(?:arn:(?:[^:{}]*:){4}[^:{}]+(?::[^:{}]+)?|[^:{}]+)`;
  const fixed = new RegExp(
    String.raw`\{\{resolve:(?:ssm(?:-secure)?:${name}:\d+|secretsmanager:${name}:SecretString:[^:{}]*::[^:{}]+)\}\}`,
    "g",
  );
  // A function may put one together from its pieces.
  return /\{\{(?:resolve:|\s*$)/.test(text.replaceAll(fixed, ""));
}

function functionOf(name: string | undefined): string | undefined {
  return name === undefined || decided.has(name.replace(/\..*$/, "")) ? undefined : `Fn::${name}`;
}

function typeOf(type: string, isLocal: boolean): string | undefined {
  if (type === nestedStack && !isLocal) return "a nested template that is no file";
  if (type.startsWith("AWS::SSM::Parameter::Value<")) return "a looked-up parameter";
  return type.endsWith("::MODULE") ? "a module" : undefined;
}
