import { array, boolean, number, object, optional, record, string } from "./zod.mjs";
// ../packages/deploy/src/release/built-image.ts
const builtImage = object({
	image: string(),
	digest: string(),
	key: string(),
	dirty: boolean(),
	buildArgs: optional(record(string(), string())),
	baseImages: optional(record(string(), string())),
	tags: array(string()),
	reused: boolean(),
	bytes: number(),
	seconds: number()
});
function parseBuiltImages(value) {
	const parsed = record(string(), builtImage).safeParse(value);
	return parsed.success ? new Map(Object.entries(parsed.data)) : void 0;
}
export { parseBuiltImages };
