import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { dirname, extname, basename, join, normalize } from "node:path";
import { parseTemplate, replaceUrls, type Template } from "./template";

/** A template and those that it nests, by path; a path is relative to where the root's path is relative to. */
export interface TemplateTree {
  readonly root: string;
  readonly templates: ReadonlyMap<string, Template>;
}

/** A template as CloudFormation gets it: its nested TemplateURLs are the addresses of other packaged templates. */
export interface PackagedTemplate {
  readonly path: string;
  /** Its key in the artifacts bucket; holds the hash of the text, nested templates included. */
  readonly key: string;
  readonly text: string;
}

/** Reads the root and everything that it nests. Adds a line for each thing wrong, and reads on. */
export function readTree(root: string, problems: string[]): TemplateTree | undefined {
  const before = problems.length;
  const templates = new Map<string, Template>();
  const read = (path: string, parents: readonly string[], place: string) => {
    if (parents.includes(path)) return void problems.push(`${place}: ${path} nests itself`);
    if (templates.has(path)) return;
    const text = tryRead(path);
    if (text === undefined) return void problems.push(`${place}: there is no file ${path}`);
    const template = parseTemplate(text);
    if ("problems" in template) return void problems.push(...template.problems.map((problem) => `${path}: ${problem}`));
    templates.set(path, template);
    for (const nested of template.nested)
      read(childPath(path, nested.file), [...parents, path], `${path}:${nested.line}`);
  };
  read(normalize(root), [], "template");
  if (problems.length > before) return undefined;
  const tree = { root: normalize(root), templates };
  problems.push(...nestedParameterProblems(tree), ...missingOutputs(tree), ...unpackaged(tree));
  return problems.length > before ? undefined : tree;
}

/** Children first, the root last. */
export function packageTree(tree: TemplateTree, urlOf: (key: string) => string): PackagedTemplate[] {
  const packaged = new Map<string, PackagedTemplate>();
  const pack = (path: string): PackagedTemplate => {
    const done = packaged.get(path);
    if (done) return done;
    const text = replaceUrls(tree.templates.get(path)!, ({ file }) => urlOf(pack(childPath(path, file)).key));
    const hash = createHash("sha256").update(text).digest("hex");
    const extension = extname(path);
    // In an address a blank or # of the file's name would mean something else.
    const name = basename(path, extension).replace(/[^\w.-]/g, "-");
    const result = { path, key: `templates/${name}-${hash}${extension}`, text };
    packaged.set(path, result);
    return result;
  };
  pack(tree.root);
  return [...packaged.values()];
}

function nestedParameterProblems({ templates }: TemplateTree): string[] {
  return [...templates].flatMap(([path, template]) =>
    template.nested.flatMap(({ file, line, given }) => {
      const declared = templates.get(childPath(path, file))!.parameters;
      if (!given) return [];
      const unknown = given.filter((name) => !declared.has(name));
      const missing = [...declared].filter(
        ([name, parameter]) => parameter.default === undefined && !given.includes(name),
      );
      return [
        ...unknown.map((name) => `${path}:${line}: ${file} has no parameter ${name}`),
        ...missing.map(([name]) => `${path}:${line}: ${file} needs the parameter ${name}`),
      ];
    }),
  );
}

/** What a parent reads of a nested stack has to be there: CloudFormation finds out in the middle of the change. */
function missingOutputs({ templates }: TemplateTree): string[] {
  return [...templates].flatMap(([path, template]) =>
    template.reads.flatMap(({ stack, output, line }) => {
      const nested = template.nested.find(({ id }) => id === stack);
      const outputs = nested && templates.get(childPath(path, nested.file))!.outputs;
      return nested && outputs && !outputs.has(output)
        ? [`${path}:${line}: ${nested.file} has no output ${output}`]
        : [];
    }),
  );
}

/** Code and the like are not packaged here: CloudFormation would fail on the path in the middle, or take it for text. */
function unpackaged({ templates }: TemplateTree): string[] {
  return [...templates].flatMap(([path, { artifacts }]) =>
    artifacts.map(
      (artifact) =>
        `${path}:${artifact.line}: ${artifact.place} is the local path ${artifact.path}, and only templates are packaged: ` +
        "run `aws cloudformation package` or `sam package` before, and give the template that it makes",
    ),
  );
}

/** The root's parameters that are NoEcho, or are passed on to one that is, however deep. */
export function secretParameters({ root, templates }: TemplateTree): ReadonlySet<string> {
  const secretIn = (path: string): ReadonlySet<string> => {
    const { parameters, nested } = templates.get(path)!;
    const own = [...parameters].flatMap(([name, { noEcho }]) => (noEcho ? [name] : []));
    const onwards = nested.flatMap(({ file, passed }) => {
      const inner = secretIn(childPath(path, file));
      return passed.flatMap(([there, here]) => (inner.has(there) ? [here] : []));
    });
    return new Set([...own, ...onwards]);
  };
  return secretIn(root);
}

/** A nested template's path, by its parent's. */
export function childPath(parent: string, file: string): string {
  return join(dirname(parent), file);
}

function tryRead(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (["ENOENT", "EISDIR", "ENOTDIR"].includes((error as NodeJS.ErrnoException).code ?? "")) return undefined;
    throw error;
  }
}
