import { isMap, isScalar, isSeq, LineCounter, type Node, type Pair, parseDocument, visit, type YAMLMap } from "yaml";
import { type DeclaredDefault, declaredDefault } from "./declared-default";
import { type LocalArtifact, localArtifacts } from "./local-artifacts";
import { localUrl } from "./local-url";
import { type OutputRead, outputReads } from "./output-reads";
import { undecided } from "./undecided";

export interface DeclaredParameter {
  readonly type: string;
  readonly default: DeclaredDefault | undefined;
  readonly noEcho: boolean;
}

/** A nested stack whose TemplateURL is a file's relative path. `start` and `end` are where that value stands in the text. */
export interface NestedTemplate {
  readonly id: string;
  readonly file: string;
  readonly start: number;
  readonly end: number;
  readonly line: number;
  /** Names of the parameters that it is given; `undefined` where an intrinsic function makes the whole map. */
  readonly given: readonly string[] | undefined;
  /** Those of them that are nothing but a parameter of this template: the nested one's name, and its name here. */
  readonly passed: readonly (readonly [nested: string, here: string])[];
}

export interface Template {
  readonly text: string;
  readonly parameters: ReadonlyMap<string, DeclaredParameter>;
  readonly nested: readonly NestedTemplate[];
  readonly reads: readonly OutputRead[];
  /** `undefined` where a transform may make more of them. */
  readonly outputs: ReadonlySet<string> | undefined;
  /** What in it may have another effect than at the last deployment, the same text or not. */
  readonly undecided: readonly string[];
  readonly artifacts: readonly LocalArtifact[];
}

/** Reads a template (YAML with CloudFormation's short forms, or JSON). Returns what is wrong with it instead, a line a problem. */
export function parseTemplate(text: string): Template | { readonly problems: string[] } {
  const lines = new LineCounter();
  // Short forms (!Sub, !GetAtt) are unknown tags to the parser: warnings, which is fine, since only positions are wanted.
  const document = parseDocument(text, { lineCounter: lines, logLevel: "error" });
  if (document.errors.length > 0)
    return { problems: document.errors.map(({ message }) => message.split("\n")[0]!.replace(/:$/, "")) };
  const contents = document.contents;
  if (!isMap(contents) || !isMap(contents.get("Resources"))) return { problems: ["want a map with Resources"] };

  const nested: NestedTemplate[] = [];
  visit(document, {
    Pair(_, { key, value }) {
      const found = isMap(value) ? nestedTemplate(String(key), value, text, lines) : undefined;
      if (found) nested.push(found);
    },
  });
  const parameters = declaredParameters(contents.get("Parameters"));
  const outputs = contents.has("Transform") ? undefined : keysOf(contents);
  const artifacts = localArtifacts(document, lines);
  const reads = outputReads(document, lines);
  return { text, parameters, nested, reads, outputs, undecided: undecided(document), artifacts };
}

/** Names of a template's outputs; of one that a transform has made, give the result. */
export function outputNames(text: string): ReadonlySet<string> {
  const { contents } = parseDocument(text, { logLevel: "error" });
  return (isMap(contents) ? keysOf(contents) : undefined) ?? new Set();
}

/** An output as it is written: two that say the same have the same text, whatever their layout. */
export interface DeclaredOutput {
  readonly text: string;
  readonly conditional: boolean;
}

/** Outputs by name, before any transform. */
export function declaredOutputs(text: string): ReadonlyMap<string, DeclaredOutput> {
  const { contents } = parseDocument(text, { logLevel: "error" });
  const outputs = isMap(contents) ? contents.get("Outputs") : undefined;
  const items = isMap(outputs) ? outputs.items : [];
  return new Map(
    items.map(({ key, value }) => {
      const conditional = isMap(value) && value.has("Condition");
      return [String(key), { text: asWritten(value), conditional }];
    }),
  );
}

/** A template's resources, those that a loop (Fn::ForEach) makes as they are written in it. */
export function resourcesIn(section: unknown): Pair[] {
  return (isMap(section) ? section.items : []).flatMap((pair) =>
    isSeq(pair.value) && String(pair.key).startsWith("Fn::ForEach::") ? resourcesIn(pair.value.items.at(-1)) : [pair],
  );
}

/** Resources by logical id, each as it is written, layout and comments aside. */
export function declaredResources(text: string): ReadonlyMap<string, { readonly type: string; readonly text: string }> {
  const { contents } = parseDocument(text, { logLevel: "error" });
  return new Map(
    resourcesIn(isMap(contents) ? contents.get("Resources") : undefined).map(({ key, value }) => {
      const type = isMap(value) ? String(value.get("Type")) : "";
      return [String(key), { type, text: asWritten(value) }] as const;
    }),
  );
}

/** What a resource's attributes say beside its properties, by `Database.DeletionPolicy`; what says the same as nothing is left out. */
export function declaredPolicies(text: string): ReadonlyMap<string, string> {
  const { contents } = parseDocument(text, { logLevel: "error" });
  return new Map(
    resourcesIn(isMap(contents) ? contents.get("Resources") : undefined).flatMap(({ key, value }) =>
      isMap(value) ? policiesOf(value).map(([name, said]) => [`${String(key)}.${name}`, said] as const) : [],
    ),
  );
}

function policiesOf(resource: YAMLMap): [string, string][] {
  const kept = /^AWS::RDS::DB(?:Cluster|Instance)$/.test(String(resource.get("Type")));
  const usual = kept && !resource.hasIn(["Properties", "DBClusterIdentifier"]) ? "Snapshot" : "Delete";
  const defaults = { DeletionPolicy: usual, UpdateReplacePolicy: "Delete", UpdatePolicy: undefined };
  return Object.entries(defaults).flatMap(([name, byDefault]): [string, string][] =>
    !resource.has(name) || resource.get(name) === byDefault ? [] : [[name, asWritten(resource.get(name, true))]],
  );
}

/** Values with the short forms that they stand in (`!Ref X` is not `X`). */
function asWritten(value: unknown): string {
  const tags: string[] = [];
  visit(value as Node, { Node: (_, { tag }) => void (tag?.startsWith("!") && tags.push(tag)) });
  return JSON.stringify([tags, value]);
}

/** `undefined` where an intrinsic function makes them. */
function keysOf(template: YAMLMap): ReadonlySet<string> | undefined {
  const outputs = template.get("Outputs");
  const names = isMap(outputs) ? outputs.items.map(({ key }) => String(key)) : [];
  return names.some((name) => name.startsWith("Fn::")) ? undefined : new Set(names);
}

/** The text with the given ranges replaced; comments, short forms and layout stay as they were written. */
export function replaceUrls(template: Template, urlOf: (nested: NestedTemplate) => string): string {
  let text = template.text;
  // From the end, so that earlier positions stay true.
  for (const nested of [...template.nested].sort((a, b) => b.start - a.start))
    text = text.slice(0, nested.start) + JSON.stringify(urlOf(nested)) + text.slice(nested.end);
  return text;
}

function nestedTemplate(id: string, node: YAMLMap, text: string, lines: LineCounter): NestedTemplate | undefined {
  const url = localUrl(node);
  if (!url) return undefined;
  const [start, end] = url.range;
  return {
    id,
    // A block scalar's range holds the end of its line, and so may its value.
    file: url.value.trimEnd(),
    start,
    end: start + text.slice(start, end).trimEnd().length,
    line: lines.linePos(start).line,
    given: plainKeys(node.getIn(["Properties", "Parameters"])),
    passed: passedOn(node.getIn(["Properties", "Parameters"])),
  };
}

function passedOn(parameters: unknown): [string, string][] {
  return (isMap(parameters) ? parameters.items : []).flatMap(({ key, value }): [string, string][] => {
    const name = referredTo(value);
    return name === undefined ? [] : [[String(key), name]];
  });
}

/** The parameter that a value is and nothing more: by Ref, or by a Sub with nothing around it. */
function referredTo(value: unknown): string | undefined {
  const [byRef, bySub] = ["Ref", "Fn::Sub"].map((name) =>
    isMap(value) && value.items.length === 1 ? value.get(name, true) : value,
  );
  if (isScalar(byRef) && (isMap(value) || byRef.tag === "!Ref")) return String(byRef.value);
  const alone = isScalar(bySub) && (isMap(value) || bySub.tag === "!Sub");
  return alone ? /^\$\{\s*([A-Za-z0-9]+)\s*\}$/.exec(String(bySub.value))?.[1] : undefined;
}

function plainKeys(parameters: unknown): string[] | undefined {
  if (parameters === undefined) return [];
  if (!isMap(parameters)) return undefined;
  const keys = parameters.items.map(({ key }) => String(key));
  return keys.some((key) => key.startsWith("Fn::")) ? undefined : keys;
}

/** As CloudFormation reads it, by YAML 1.1 and in any case: what is not plainly false counts as true. */
const isFalse = (text: string): boolean => /^(?:false|no|off|n)$/i.test(text);

function declaredParameters(section: unknown): Map<string, DeclaredParameter> {
  if (!isMap(section)) return new Map();
  return new Map(
    section.items.flatMap(({ key, value }) =>
      isMap(value)
        ? [
            [
              String(key),
              {
                type: String(value.get("Type")),
                default: value.has("Default") ? declaredDefault(value.get("Default", true)) : undefined,
                noEcho: value.has("NoEcho") && !isFalse(String(value.get("NoEcho"))),
              },
            ] as const,
          ]
        : [],
    ),
  );
}
