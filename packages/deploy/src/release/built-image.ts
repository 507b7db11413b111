import * as z from "zod/mini";

const builtImage = z.object({
  /** repository@digest */
  image: z.string(),
  /** sha256:… of the image's manifest in the registry. */
  digest: z.string(),
  /** The content key: 64 hexadecimal digits over everything that goes into the image. */
  key: z.string(),
  /** Some input of the image differs from the commit. */
  dirty: z.boolean(),
  /** What the key covers beside the repository, so that a release can say it: see detect-affected's `build-args`. */
  buildArgs: z.optional(z.record(z.string(), z.string())),
  /** Reference → digest. */
  baseImages: z.optional(z.record(z.string(), z.string())),
  tags: z.array(z.string()),
  /** The registry held this key already: nothing was built. */
  reused: z.boolean(),
  bytes: z.number(),
  seconds: z.number(),
});

/** What build-push says of one service's image. */
export type BuiltImage = z.infer<typeof builtImage>;

/** Reads build-push's output `images` (service → image); `undefined` when it is something else. */
export function parseBuiltImages(value: unknown): Map<string, BuiltImage> | undefined {
  const parsed = z.record(z.string(), builtImage).safeParse(value);
  return parsed.success ? new Map(Object.entries(parsed.data)) : undefined;
}
