import { isRecord, isText } from "../is-record";

/** What build-push says of one service's image. */
export interface BuiltImage {
  /** repository@digest */
  readonly image: string;
  /** sha256:… of the image's manifest in the registry. */
  readonly digest: string;
  /** The content key: 64 hexadecimal digits over everything that goes into the image. */
  readonly key: string;
  /** Some input of the image differs from the commit. */
  readonly dirty: boolean;
  /** What the key covers beside the repository, so that a release can say it: see detect-affected's `build-args`. */
  readonly buildArgs?: Readonly<Record<string, string>> | undefined;
  /** Reference → digest. */
  readonly baseImages?: Readonly<Record<string, string>> | undefined;
  readonly tags: readonly string[];
  /** The registry held this key already: nothing was built. */
  readonly reused: boolean;
  readonly bytes: number;
  readonly seconds: number;
}

/** Reads build-push's output `images` (service → image); `undefined` when it is something else. */
export function parseBuiltImages(value: unknown): Map<string, BuiltImage> | undefined {
  if (!isRecord(value)) return undefined;
  const images = Object.entries(value);
  return images.every(isEntry) ? new Map(images) : undefined;
}

/** By hand: an action reads its inputs before anything else, and a schema's library takes longer to start than all of that. */
function isEntry(entry: [string, unknown]): entry is [string, BuiltImage] {
  if (!isRecord(entry[1])) return false;
  const { image, digest, key, dirty, buildArgs = {}, baseImages = {}, tags, reused, bytes, seconds } = entry[1];
  return (
    [image, digest, key].every(isText) &&
    [dirty, reused].every((flag) => typeof flag === "boolean") &&
    [bytes, seconds].every(Number.isFinite) &&
    [buildArgs, baseImages].every((texts) => isRecord(texts) && Object.values(texts).every(isText)) &&
    Array.isArray(tags) &&
    tags.every(isText)
  );
}
