import type { GetParametersByPathCommandInput, GetParametersByPathCommandOutput } from "@aws-sdk/client-ssm";
import * as v from "valibot";
import { DeployError } from "../error";
import { texts } from "../schema";

const release = v.object({
  service: v.string(),
  /** The commit that was released, in full. */
  commit: v.string(),
  /** The image was built from inputs that differ from the commit: such a release is no base for the next one. */
  dirty: v.boolean(),
  /** The image's content key, as `/version` answers it. */
  key: v.string(),
  /** repository@digest */
  image: v.string(),
  digest: v.string(),
  /** The build arguments that the image was built with, the manifest's among them; absent where nobody said. */
  buildArgs: v.optional(texts),
  /** Reference → digest of each image that it was built from. */
  baseImages: v.optional(texts),
  /** The task definition's ARN. */
  revision: v.string(),
  /** ISO 8601, UTC. */
  releasedAt: v.string(),
  /** The workflow run's address or id. */
  run: v.string(),
  /** How long the rollout took. */
  seconds: v.number(),
});

/** One entry of the ledger: what was released of a service, written after it was seen running. */
export type Release = v.InferOutput<typeof release>;

/** What the ledger needs of `SSM`; the SDK's client fits as it is. */
export interface LedgerReader {
  getParametersByPath(input: GetParametersByPathCommandInput): Promise<GetParametersByPathCommandOutput>;
}

/** The last release of every service in the ledger, each a parameter below the path (`namesOf(environment).ledger`). An entry that can't be read is an error, never an absence. */
export async function readReleases(ssm: LedgerReader, path: string): Promise<Map<string, Release>> {
  const releases = new Map<string, Release>();
  let token: string | undefined;
  do {
    const page = await ssm.getParametersByPath({ Path: path, ...(token ? { NextToken: token } : {}) });
    for (const { Name = "", Value = "" } of page.Parameters ?? [])
      releases.set(serviceOf(Name), parseEntry(Name, Value));
    token = page.NextToken;
  } while (token);
  return releases;
}

function serviceOf(name: string): string {
  return name.slice(name.lastIndexOf("/") + 1);
}

export function parseRelease(value: string) {
  return v.safeParse(release, tryJson(value));
}

function parseEntry(name: string, value: string): Release {
  const parsed = parseRelease(value);
  if (parsed.success) return parsed.output;
  const fields = parsed.issues.map((issue) => v.getDotPath(issue) ?? "the whole value").join(", ");
  throw new DeployError(
    "ledger-unreadable",
    `${name} is not a release: wrong or missing: ${fields}`,
    "Restore the parameter's previous version (its history is the list of releases), or delete it to release afresh.",
  );
}

function tryJson(value: string): unknown {
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return undefined;
  }
}
