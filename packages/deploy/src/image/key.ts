import { createHash } from "node:crypto";
import { encodePath } from "../git";

/** One file of the build context. The mode is git's: 100644, 100755, 120000 (a link; its content is its target). */
export interface ContextFile {
  readonly path: string;
  readonly mode: string;
  /** sha256 of the content, hexadecimal. */
  readonly hash: string;
}

/** Everything that decides what an image holds. */
export interface KeyParts {
  readonly files: readonly ContextFile[];
  readonly dockerfile: string;
  readonly buildArgs: Readonly<Record<string, string>>;
  /** Reference → digest of each image that the Dockerfile builds from. */
  readonly baseImages: ReadonlyMap<string, string>;
  /** os/architecture */
  readonly platform: string;
}

/** Raised when the list's form changes, so that keys of different forms never meet. */
const form = "cashsouk-image-1";

/**
 * The content key: 64 hexadecimal digits, the same on every machine and in every clone. No time, no absolute path and
 * no order of reading goes in. Fields end with NUL, which neither a path nor an argument can hold.
 */
export function contentKey(parts: KeyParts): string {
  const records: (readonly (string | Buffer)[])[] = [
    [form],
    ["platform", parts.platform],
    ["dockerfile", parts.dockerfile],
    ...entries(parts.buildArgs).map(([name, value]) => ["arg", name, value]),
    ...entries(Object.fromEntries(parts.baseImages)).map(([reference, digest]) => ["base", reference, digest]),
    ...[...parts.files].sort(byPath).map(({ path, mode, hash }) => ["file", mode, encodePath(path), hash]),
  ];
  const sha = createHash("sha256");
  for (const record of records) {
    for (const field of record) sha.update(field).update("\0");
    sha.update("\n");
  }
  return sha.digest("hex");
}

export function contentHash(content: Buffer | string): string {
  return createHash("sha256").update(content).digest("hex");
}

function entries(values: Readonly<Record<string, string>>): [string, string][] {
  return Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1));
}

function byPath(a: ContextFile, b: ContextFile): number {
  return a.path < b.path ? -1 : a.path > b.path ? 1 : 0;
}
