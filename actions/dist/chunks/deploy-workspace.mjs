import "./rolldown-runtime.mjs";
import { literal, looseObject, object, record, string, unknown } from "./zod.mjs";
import { require_dist } from "./yaml.mjs";
require_dist();
const resolved = record(string(), object({
	specifier: string(),
	version: string()
}));
const importer = looseObject({
	dependencies: resolved.optional(),
	devDependencies: resolved.optional(),
	optionalDependencies: resolved.optional()
});
const snapshot = looseObject({
	dependencies: record(string(), string()).optional(),
	optionalDependencies: record(string(), string()).optional()
});
looseObject({
	lockfileVersion: literal("9.0"),
	catalogs: record(string(), record(string(), object({
		specifier: string(),
		version: string()
	}))).optional(),
	overrides: record(string(), string()).optional(),
	patchedDependencies: record(string(), unknown()).optional(),
	importers: record(string(), importer).default({}),
	packages: record(string(), looseObject({})).default({}),
	snapshots: record(string(), snapshot).default({})
});
// ../packages/deploy/src/workspace/package-json.ts
const dependencies = record(string(), string()).default({});
looseObject({
	name: string().optional(),
	dependencies,
	devDependencies: dependencies,
	optionalDependencies: dependencies,
	peerDependencies: dependencies
});
export {};
