import { array, boolean, int, record, strictObject, string } from "./zod.mjs";
// ../packages/deploy/src/manifest/manifest.ts
const path = string().regex(/^[^/].*$/, "want a path relative to the repository's root");
const service = strictObject({
	name: string().regex(/^[a-z][a-z0-9-]*$/, "want lower-case letters, digits and hyphens"),
	/** The workspace package that is the service. */
	package: string().min(1),
	dockerfile: path,
	/** Own files outside the package: paths or globs from the repository's root. */
	paths: array(path).default([]),
	/** The host's first label; empty for the apex. */
	subdomain: string().default(""),
	port: int().min(1).max(65535).default(3e3),
	devPort: int().min(1).max(65535).optional(),
	health: string().startsWith("/").default("/"),
	/** Services of a lower order are rolled out first; those of one order together. */
	order: int().default(1),
	/** Its image carries the database's migrations. */
	migrates: boolean().default(false),
	buildArgs: record(string(), string()).default({})
});
strictObject({
	services: array(service).min(1),
	/** Paths or globs whose change affects every service. */
	global: array(path).default([])
});
export {};
