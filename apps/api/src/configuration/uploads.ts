import { type Distribution, readDistribution } from "./distribution";
import type { EnvironmentReader } from "./environment";

/** Where files are kept. */
export interface Uploads {
  region: string;
  bucket: string;
  /** What every key begins with; the task's role reaches nothing else. */
  prefix: string;
  /** The endpoint that presigned addresses carry, where a browser reaches S3 at another than we do. */
  publicEndpoint: URL | undefined;
  /** Which gives files out; S3 itself does where there is none. */
  distribution: Distribution | undefined;
}

export function readUploads(read: EnvironmentReader, region: string): Uploads {
  const bucket = read.matching("S3_BUCKET", /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, "a bucket's name");
  const prefix = read.optional("S3_PREFIX") ?? "uploads/";
  // Below public/ the distribution gives to everybody; with dots, a path may end up there.
  if (!/^([\w-][\w.-]*\/)+$/.test(prefix) || prefix.startsWith("public/"))
    read.problem("S3_PREFIX", `want a path as uploads/, and none below public/, got "${prefix}"`);
  return {
    region,
    bucket,
    prefix,
    publicEndpoint: read.address("S3_PUBLIC_ENDPOINT"),
    distribution: readDistribution(read),
  };
}
