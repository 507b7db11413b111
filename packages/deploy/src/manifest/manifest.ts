import * as v from "valibot";
import { DeployError } from "../error";
import { parseJson } from "../json";
import { nearest } from "../nearest";
import { record, texts, want } from "../schema";

const text = v.string(want("text"));
const list = <Item extends v.GenericSchema>(item: Item) => v.array(item, want("a list"));

const path = v.pipe(
  text,
  v.regex(/^(?!\/|(.*\/)?\.\.(\/|$)).+$/, "want a path relative to the repository's root, without .."),
);
const wholeNumber = v.pipe(v.number(want("a number")), v.safeInteger(want("a whole number")));
const aPort = want("a port from 1 to 65535");
const portNumber = v.pipe(wholeNumber, v.minValue(1, aPort), v.maxValue(65535, aPort));

/** An object of these fields and no other; the library's own strict object names the first unknown field alone. */
const only = <Fields extends v.ObjectEntries>(fields: Fields) =>
  v.pipe(record, v.objectWithRest(fields, v.never())) as v.GenericSchema<unknown, Strict<Fields>>;

type Strict<Fields extends v.ObjectEntries> = v.InferOutput<v.StrictObjectSchema<Fields, undefined>>;

const serviceFields = {
  name: v.pipe(text, v.regex(/^[a-z][a-z0-9-]*$/, "want lower-case letters, digits and hyphens")),
  /** The workspace package that is the service. */
  package: v.pipe(
    text,
    v.nonEmpty("want a package's name or folder, got nothing"),
    v.transform((name) => name.replace(/^(\.\/)+(?=.)|(?<=.)\/+$/g, "")),
  ),
  dockerfile: v.pipe(
    path,
    v.transform((file) => file.replace(/^(\.\/)+/, "")),
  ),
  /** Own files outside the package: paths or globs from the repository's root. */
  paths: v.optional(list(path), []),
  /** The host's first label; empty for the apex. */
  subdomain: v.optional(text, ""),
  port: v.optional(portNumber, 3000),
  devPort: v.optional(portNumber),
  health: v.optional(v.pipe(text, v.regex(/^\//, want("a path that starts with /"))), "/"),
  /** Services of a lower order are rolled out first; those of one order together. */
  order: v.optional(wholeNumber, 1),
  /** Its image carries the database's migrations. */
  migrates: v.optional(v.boolean(want("true or false")), false),
  buildArgs: v.optional(texts, {}),
};

const manifestFields = {
  services: v.pipe(list(only(serviceFields)), v.nonEmpty("want at least one service, got none")),
  /** Paths or globs whose change affects every service. */
  global: v.optional(list(path), []),
};

const manifest = only(manifestFields);

export type Manifest = v.InferOutput<typeof manifest>;
export type Service = Manifest["services"][number];

/** An entry of `services` is found by its name, where it has one. */
const nameOrKey = ({ key, value }: v.IssuePathItem, depth: number) =>
  (depth === 1 && (value as { name?: unknown } | null)?.name) || key;

/** Reads services.json's text. Throws one DeployError that names every field that is wrong. */
export function parseManifest(text: string, source = "services.json"): Manifest {
  const { output, issues } = v.safeParse(manifest, parseJson(text, source, "invalid-manifest"));
  if (issues) {
    const problems = issues.map((issue) => `- ${issue.path?.map(nameOrKey).join(".") ?? "(top)"}: ${inWords(issue)}`);
    throw new DeployError("invalid-manifest", `${source} is not a manifest:\n${problems.join("\n")}`);
  }
  const names = output.services.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice) throw new DeployError("invalid-manifest", `${source} lists the service "${twice}" twice`);
  return output;
}

/** Of an unknown field also the one that it is near to. */
function inWords({ type, path, message, received }: v.BaseIssue<unknown>): string {
  // JSON has no word for it.
  if (received === "undefined") return "is missing";
  if (type !== "never") return message;
  const known = Object.keys(path![1] ? serviceFields : manifestFields);
  return `is no field of a manifest${nearest(String(path!.at(-1)!.key), known)}`;
}
