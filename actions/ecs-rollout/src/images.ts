import type { InputReader } from "@cashsouk/deploy";
import type { NewImage } from "@cashsouk/deploy/rollout";

export type Images = ReadonlyMap<string, NewImage>;

/** Service → image: build-push's output, plain names, or both side by side. */
export function readImages(read: InputReader, given?: Record<string, string>, input = "images"): Images {
  const value = given ?? readValue(read, input);
  if (value === undefined) return new Map();
  if (typeof value !== "object" || value === null || Array.isArray(value)) return refuse(read, input);
  const images = new Map<string, NewImage>();
  for (const [name, one] of Object.entries(value as Record<string, unknown>)) {
    if (typeof one === "string") {
      const image = named(one);
      if (image) images.set(name, image);
      else read.problem(input, `want an image (repository@sha256:… or repository:tag), got "${one}"`);
    } else if (isBuilt(one)) images.set(name, one);
    else return refuse(read, input);
  }
  return images;
}

/** What a rollout needs of build-push's output. Checked by hand: a schema's library takes longer to start than all of this. */
function isBuilt(value: unknown): value is NewImage {
  const { image, digest, key, dirty, commit = "x" } = (value ?? {}) as Record<string, unknown>;
  return (
    [image, digest, key, commit].every((text) => typeof text === "string" && text !== "") && typeof dirty === "boolean"
  );
}

/** JSON, or `service=image`, one a line. */
function readValue(read: InputReader, input: string): unknown {
  const text = read.optional(input);
  return text === undefined || /^[[{"]/.test(text) ? read.json(input) : read.map(input);
}

function named(image: string): NewImage | undefined {
  const match = /^[^\s@]+(?:@(sha256:[0-9a-f]{64}))?$/.exec(image);
  return match ? { image, digest: match[1] } : undefined;
}

function refuse(read: InputReader, input: string): Images {
  read.problem(input, "want service → image, or build-push's output `images` (service → image, digest, key…)");
  return new Map();
}
