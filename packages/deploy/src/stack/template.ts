import { isMap, isScalar, LineCounter, parseDocument, visit, type YAMLMap } from "yaml";

export interface DeclaredParameter {
  readonly type: string;
  readonly default: string | undefined;
  readonly noEcho: boolean;
}

/** A nested stack whose TemplateURL is a file's relative path. `start` and `end` are where that value stands in the text. */
export interface NestedTemplate {
  readonly file: string;
  readonly start: number;
  readonly end: number;
  readonly line: number;
  /** Names of the parameters that it is given; `undefined` where an intrinsic function makes the whole map. */
  readonly given: readonly string[] | undefined;
}

export interface Template {
  readonly text: string;
  readonly parameters: ReadonlyMap<string, DeclaredParameter>;
  readonly nested: readonly NestedTemplate[];
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
    Map(_, node) {
      const found = nestedTemplate(node, lines);
      if (found) nested.push(found);
    },
  });
  return { text, parameters: declaredParameters(contents.get("Parameters")), nested };
}

/** The text with the given ranges replaced; comments, short forms and layout stay as they were written. */
export function replaceUrls(template: Template, urlOf: (nested: NestedTemplate) => string): string {
  let text = template.text;
  // From the end, so that earlier positions stay true.
  for (const nested of [...template.nested].sort((a, b) => b.start - a.start))
    text = text.slice(0, nested.start) + JSON.stringify(urlOf(nested)) + text.slice(nested.end);
  return text;
}

function nestedTemplate(node: YAMLMap, lines: LineCounter): NestedTemplate | undefined {
  if (node.get("Type") !== "AWS::CloudFormation::Stack") return undefined;
  const properties = node.get("Properties");
  if (!isMap(properties)) return undefined;
  const url = properties.get("TemplateURL", true);
  // An address or an intrinsic function is CloudFormation's to resolve.
  if (!isScalar(url) || typeof url.value !== "string" || !url.range) return undefined;
  if (url.tag?.startsWith("!") || /^https?:/.test(url.value)) return undefined;
  const [start, end] = url.range;
  return {
    file: url.value,
    start,
    end,
    line: lines.linePos(start).line,
    given: plainKeys(properties.get("Parameters")),
  };
}

function plainKeys(parameters: unknown): string[] | undefined {
  if (parameters === undefined) return [];
  if (!isMap(parameters)) return undefined;
  const keys = parameters.items.map(({ key }) => String(key));
  return keys.some((key) => key.startsWith("Fn::")) ? undefined : keys;
}

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
                default: value.has("Default") ? String(value.get("Default")) : undefined,
                noEcho: String(value.get("NoEcho")) === "true",
              },
            ] as const,
          ]
        : [],
    ),
  );
}
