import { createHash } from "node:crypto";
import { encodePath } from "../git";

/**
 * One file of the build context. The mode is git's: 100644, 100755, 120000 (a link; its content is its target), and
 * 040000 for a folder that holds nothing, which Docker takes along though git has none.
 */
export interface ContextFile {
  readonly path: string;
  readonly mode: string;
  /** sha256 of the content, hexadecimal. */
  readonly hash: string;
}

/** Everything that decides what an image holds. */
export interface KeyParts {
  readonly files: readonly ContextFile[];
  readonly dockerfile: { readonly name: string; readonly text: string };
  /** The Dockerfile's stage that becomes the image; absent: the last. */
  readonly target?: string | undefined;
  readonly buildArgs: Readonly<Record<string, string>>;
  /** Reference → digest of each image that the Dockerfile builds from. */
  readonly baseImages: ReadonlyMap<string, string>;
  /** os/architecture of each. */
  readonly platforms: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  /** Of the image's making, as far as asked for: compression, attestations. */
  readonly making: Readonly<Record<string, string>>;
}

/** Raised when the list's form changes, so that keys of different forms never meet. */
const form = "cashsouk-image-2";

/**
 * The content key: 64 hexadecimal digits, the same on every machine and in every clone. No time, no absolute path and
 * no order of reading goes in. Fields end with NUL, which neither a path nor an argument can hold.
 */
export function contentKey(parts: KeyParts): string {
  const all: (readonly (string | Buffer)[])[] = [
    [form],
    ["platform", ...[...parts.platforms].sort()],
    ["dockerfile", parts.dockerfile.name, contentHash(encodePath(parts.dockerfile.text))],
    ...(parts.target ? [["target", parts.target]] : []),
    ...records("arg", parts.buildArgs),
    ...records("base", Object.fromEntries(parts.baseImages)),
    ...records("label", parts.labels),
    ...records("making", parts.making),
    ...[...parts.files].sort(byPath).map(({ path, mode, hash }) => ["file", mode, encodePath(path), hash]),
  ];
  const sha = createHash("sha256");
  for (const record of all) {
    for (const field of record) sha.update(field).update("\0");
    sha.update("\n");
  }
  return sha.digest("hex");
}

export function contentHash(content: Buffer | string): string {
  return createHash("sha256").update(content).digest("hex");
}

function records(kind: string, values: Readonly<Record<string, string>>): string[][] {
  return Object.entries(values)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => [kind, name, value]);
}

/** No two files of a context have the same path. */
function byPath(a: ContextFile, b: ContextFile): number {
  return a.path < b.path ? -1 : 1;
}
