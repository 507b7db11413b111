import { array, boolean, number, object, record, string } from "./zod.mjs";
// ../packages/deploy/src/release/built-image.ts
const builtImage = object({
	/** repository@digest */
	image: string(),
	/** sha256:… of the image's manifest in the registry. */
	digest: string(),
	/** The content key: 64 hexadecimal digits over everything that goes into the image. */
	key: string(),
	/** Some input of the image differs from the commit. */
	dirty: boolean(),
	/** What the key covers beside the repository, so that a release can say it: see detect-affected's `build-args`. */
	buildArgs: record(string(), string()).optional(),
	/** Reference → digest. */
	baseImages: record(string(), string()).optional(),
	tags: array(string()),
	/** The registry held this key already: nothing was built. */
	reused: boolean(),
	bytes: number(),
	seconds: number()
});
/** Reads build-push's output `images` (service → image); `undefined` when it is something else. */
function parseBuiltImages(value) {
	const parsed = record(string(), builtImage).safeParse(value);
	return parsed.success ? new Map(Object.entries(parsed.data)) : void 0;
}
export { parseBuiltImages };
