import { en } from "zod/locales";
import * as z from "zod/mini";
import { DeployError } from "../error";
import { nearest } from "../nearest";

const path = z
  .string()
  .check(z.regex(/^(?!\/)(?!(?:.*\/)?\.\.(?:\/|$)).+$/, "want a path relative to the repository's root, without .."));
const portNumber = z.int().check(z.gte(1), z.lte(65535));

const service = z.strictObject({
  name: z.string().check(z.regex(/^[a-z][a-z0-9-]*$/, "want lower-case letters, digits and hyphens")),
  /** The workspace package that is the service. */
  package: z.string().check(z.minLength(1)),
  dockerfile: z.pipe(
    path,
    z.transform((file: string) => file.replace(/^(\.\/)+/, "")),
  ),
  /** Own files outside the package: paths or globs from the repository's root. */
  paths: z._default(z.array(path), []),
  /** The host's first label; empty for the apex. */
  subdomain: z._default(z.string(), ""),
  port: z._default(portNumber, 3000),
  devPort: z.optional(portNumber),
  health: z._default(z.string().check(z.startsWith("/")), "/"),
  /** Services of a lower order are rolled out first; those of one order together. */
  order: z._default(z.int(), 1),
  /** Its image carries the database's migrations. */
  migrates: z._default(z.boolean(), false),
  buildArgs: z._default(z.record(z.string(), z.string()), {}),
});

const manifest = z.strictObject({
  services: z.array(service).check(z.minLength(1)),
  /** Paths or globs whose change affects every service. */
  global: z._default(z.array(path), []),
});

/** The small build of zod knows no language by itself. */
const english = en().localeError;

export type Service = z.infer<typeof service>;
export type Manifest = z.infer<typeof manifest>;

/** Reads services.json's text. Throws one DeployError that names every field that is wrong. */
export function parseManifest(text: string, source = "services.json"): Manifest {
  const result = manifest.safeParse(parseJson(text, source), { error: english });
  if (!result.success) {
    const problems = result.error.issues.map(
      (issue) => `- ${issue.path.join(".") || "(top)"}: ${issue.message}${meant(issue)}`,
    );
    throw new DeployError("invalid-manifest", `${source} is not a manifest:\n${problems.join("\n")}`);
  }
  const names = result.data.services.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice) throw new DeployError("invalid-manifest", `${source} lists the service "${twice}" twice`);
  return result.data;
}

/** The field that an unknown one is near to. */
function meant(issue: z.core.$ZodIssue): string {
  if (issue.code !== "unrecognized_keys") return "";
  const known = Object.keys(issue.path[0] === "services" ? service.shape : manifest.shape);
  return issue.keys.map((key) => nearest(key, known)).join("");
}

/** The named services in the manifest's order. An unknown name is an error that lists the known ones. */
export function pickServices(manifest: Manifest, names: readonly string[]): Service[] {
  const known = manifest.services.map(({ name }) => name);
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0)
    throw new DeployError("unknown-service", `services: want some of ${known.join(", ")}, got "${unknown.join(", ")}"`);
  return manifest.services.filter(({ name }) => names.includes(name));
}

function parseJson(text: string, source: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    throw new DeployError("invalid-manifest", `${source} is not JSON: ${(cause as Error).message}`, undefined, {
      cause,
    });
  }
}
