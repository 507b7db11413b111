import { __toESM } from "./rolldown-runtime.mjs";
import { DeployError } from "./deploy-base.mjs";
import { literal, looseObject, object, record, string, unknown } from "./zod.mjs";
import { require_dist } from "./yaml.mjs";
import { require_picomatch } from "./picomatch.mjs";
import { load } from "./js-yaml.mjs";
import { parse as parse$1, printParseErrorCode } from "./jsonc-parser.mjs";
// ../packages/deploy/src/workspace/glob.ts
var import_dist = require_dist();
var import_picomatch = /* @__PURE__ */ __toESM(require_picomatch());
/** Does a path match one of the globs, and none of those that start with `!`? Dotfiles count like any file. */
function globMatcher(globs) {
	const key = globs.join("\0");
	const matcher = matchers.get(key) ?? compile(globs);
	matchers.set(key, matcher);
	return matcher;
}
/** Services share most of theirs. */
const matchers = /* @__PURE__ */ new Map();
function compile(globs) {
	const clean = globs.map((glob) => glob.replace(/^(!?)\.\//, "$1").replace(/\/$/, ""));
	const wanted = (0, import_picomatch.default)(clean.filter((glob) => !glob.startsWith("!")), { dot: true });
	const refused = (0, import_picomatch.default)(clean.filter((glob) => glob.startsWith("!")).map((glob) => glob.slice(1)), { dot: true });
	return (path) => wanted(path) && !refused(path);
}
// ../packages/deploy/src/workspace/lockfile.ts
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
/** pnpm's lockfile, version 9 (pnpm 9 and 10): https://github.com/pnpm/spec/blob/master/lockfile/9.0.md */
const lockfile = looseObject({
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
function parseLockfile(text, source) {
	const result = lockfile.safeParse(parseYaml(text, source));
	if (result.success) return result.data;
	const issue = result.error.issues[0];
	throw unreadable(`${source}: ${issue?.path.join(".") || "the whole file"}: ${issue?.message}`);
}
/** The snapshots that the importers (folders) need, through every dependency and peer. Sorted. */
function resolvedClosure({ importers, snapshots }, folders) {
	const queue = folders.flatMap((folder) => importerReferences(importers[folder] ?? {}));
	const seen = /* @__PURE__ */ new Set();
	for (let key = queue.pop(); key !== void 0; key = queue.pop()) {
		if (seen.has(key)) continue;
		const found = snapshots[key];
		if (!found) throw unreadable(`pnpm-lock.yaml: no snapshot of ${key}, which something depends on`);
		seen.add(key);
		queue.push(...references({
			...found.dependencies,
			...found.optionalDependencies
		}));
	}
	return [...seen].sort();
}
/** The entry of `packages` that a snapshot instantiates: its key without peers and patch (`a@1.0.0(b@2.0.0)`). */
function packageKey(snapshotKey) {
	let end = snapshotKey.length;
	for (let depth = 0; end > 0 && (depth > 0 || snapshotKey[end - 1] === ")"); end--) {
		if (snapshotKey[end - 1] === ")") depth++;
		if (snapshotKey[end - 1] === "(") depth--;
		if (depth === 0 && snapshotKey[end - 2] !== ")") return snapshotKey.slice(0, end - 1);
	}
	return snapshotKey;
}
/** The package's own name in a key: `@scope/a` of `@scope/a@1.0.0(b@2.0.0)`. */
function packageName(key) {
	return key.slice(0, key.indexOf("@", 1));
}
function importerReferences(entry) {
	const versions = {
		...entry.devDependencies,
		...entry.optionalDependencies,
		...entry.dependencies
	};
	return references(Object.fromEntries(Object.entries(versions).map(([name, { version }]) => [name, version])));
}
/** `name: version` → the snapshot's key. A version that names its package itself is an alias; `link:` is no snapshot. */
function references(versions) {
	return Object.entries(versions).filter(([, version]) => !version.startsWith("link:")).map(([name, version]) => namesItself(version) ? version : `${name}@${version}`);
}
function namesItself(version) {
	if (version.startsWith("@")) return true;
	const at = version.indexOf("@");
	const before = (mark) => !version.includes(mark) || at < version.indexOf(mark);
	return at >= 0 && before(":") && before("(");
}
function parseYaml(text, source) {
	try {
		return load(text);
	} catch (cause) {
		throw unreadable(`${source} is not YAML: ${cause.message}`, cause);
	}
}
function unreadable(message, cause) {
	return new DeployError("lockfile-unreadable", message, "Run `pnpm install` with pnpm 9 or 10 and commit the lockfile.", { cause });
}
/**
* Does it look like a lockfile that can be read? A glance, for a lockfile that is the same in two states: whoever
* asks what it says reads it whole.
*/
function looksReadable(text) {
	return /^lockfileVersion: ['"]?9\.0['"]?\s*$/m.test(text) && !text.includes("\n<<<<<<<");
}
// ../packages/deploy/src/workspace/once.ts
/** Made when first asked for, and kept. */
function once(make) {
	let made;
	return () => (made ??= { value: make() }).value;
}
// ../packages/deploy/src/workspace/package-json.ts
const dependencies = record(string(), string()).default({});
/** What matters here of a package.json; everything else passes through. */
const packageJson = looseObject({
	name: string().optional(),
	dependencies,
	devDependencies: dependencies,
	optionalDependencies: dependencies,
	peerDependencies: dependencies
});
function parsePackageJson(text, path) {
	const parsed = packageJson.safeParse(parseJson(text, path));
	if (parsed.success) return parsed.data;
	const fields = parsed.error.issues.map((issue) => issue.path.join(".") || "the whole file").join(", ");
	throw new DeployError("invalid-package-json", `${path}: not a package.json: wrong: ${fields}`);
}
function parseJson(text, path) {
	try {
		return JSON.parse(text);
	} catch (cause) {
		throw new DeployError("invalid-package-json", `${path} is not JSON: ${cause.message}`, void 0, { cause });
	}
}
// ../packages/deploy/src/workspace/turbo.ts
const turboFiles = ["turbo.json", "turbo.jsonc"];
/** `globalDependencies` of turbo's configuration: globs from the repository's root. The file may hold comments. */
function readGlobalDependencies(text, file) {
	const errors = [];
	const parsed = parse$1(text, errors, { allowTrailingComma: true });
	const [problem] = errors;
	if (problem) throw new DeployError("invalid-workspace", `${file} is not JSON with comments: ${printParseErrorCode(problem.error)} at offset ${problem.offset}`);
	const { globalDependencies = [] } = parsed ?? {};
	if (Array.isArray(globalDependencies) && globalDependencies.every((glob) => typeof glob === "string")) return globalDependencies.map((glob) => glob.replace("$TURBO_ROOT$/", ""));
	throw new DeployError("invalid-workspace", `${file}: globalDependencies: want a list of paths or globs`);
}
// ../packages/deploy/src/workspace/workspace.ts
/** Root files that steer an installation as they are: what they hold is not divided among packages. */
const installerFiles = [
	".npmrc",
	".pnpmfile.cjs",
	".pnpmfile.mjs"
];
/** npm's, Yarn's (classic and later) and Bun's. They are not divided among packages: a change reaches every one. */
const foreignLockfiles = [
	"package-lock.json",
	"npm-shrinkwrap.json",
	"yarn.lock",
	"bun.lock",
	"bun.lockb"
];
/** Where the lockfile is not pnpm's, these count whole. */
const foreignInstallerFiles = [
	"package.json",
	...foreignLockfiles,
	".npmrc",
	".yarnrc",
	".yarnrc.yml",
	".yarn/{patches,plugins,releases}/**"
];
const settingsFile = "pnpm-workspace.yaml";
const lockfileName = "pnpm-lock.yaml";
/** The only package of a repository whose package.json gives it no name, or that has none. */
const nameless = "app";
/** Root files that are divided among packages: an image is given its part of them. */
const installationFiles = [
	"package.json",
	settingsFile,
	lockfileName
];
/** Could a change of this file make the workspace another one: its packages, their dependencies, its installation? */
function describesWorkspace(path) {
	return installationFiles.includes(path) || turboFiles.includes(path) || path.endsWith("/package.json");
}
async function readWorkspace(tree) {
	const top = await tree.readTexts([...installationFiles, ...turboFiles]);
	const root = parsePackageJson(top.get("package.json") ?? "{}", "package.json");
	const settings = parseSettings(top.get(settingsFile) ?? "{}");
	const globs = packageGlobs(settings, root);
	const isPackage = globMatcher(globs);
	const manifests = tree.paths.filter((path) => {
		if (!path.endsWith("/package.json") || path.includes("node_modules/")) return false;
		return isPackage(path.slice(0, -13));
	});
	const packages = /* @__PURE__ */ new Map();
	const single = root.name ?? nameless;
	if (globs.length === 0) packages.set(single, {
		name: single,
		folder: ".",
		json: root
	});
	for (const [path, text] of await tree.readTexts(manifests)) {
		const json = parsePackageJson(text, path);
		const folder = path.slice(0, -13);
		const name = json.name ?? folder;
		packages.set(name, {
			name,
			folder,
			json
		});
	}
	const lockfile = once(() => readLockfile(top.get(lockfileName)));
	const readable = once(() => looksReadable(top.get(lockfileName) ?? ""));
	return {
		packages,
		root,
		settings,
		global: turboFiles.flatMap((file) => readGlobalDependencies(top.get(file) ?? "{}", file)),
		texts: top,
		get lockfile() {
			return lockfile();
		},
		isPnpm() {
			if (!top.has(lockfileName)) return false;
			const failed = readable() ? void 0 : lockfile();
			if (failed instanceof DeployError) throw failed;
			return true;
		}
	};
}
function packageGlobs(settings, root) {
	const { workspaces } = root;
	const declared = settings["packages"] ?? (isObject(workspaces) && !Array.isArray(workspaces) ? workspaces["packages"] : workspaces);
	return Array.isArray(declared) ? declared.map(String) : [];
}
function parseSettings(text) {
	try {
		const parsed = (0, import_dist.parse)(text);
		if (parsed === null || isObject(parsed)) return parsed ?? {};
	} catch (cause) {
		throw new DeployError("invalid-workspace", `${settingsFile} is not YAML: ${cause.message}`, void 0, { cause });
	}
	throw new DeployError("invalid-workspace", `${settingsFile}: want settings by name`);
}
function readLockfile(text) {
	if (text === void 0) return void 0;
	try {
		return parseLockfile(text, lockfileName);
	} catch (error) {
		if (error instanceof DeployError) return error;
		throw error;
	}
}
function isObject(value) {
	return typeof value === "object" && value !== null;
}
// ../packages/deploy/src/workspace/records.ts
/** The entries whose name is wanted. */
function pick(values, wanted) {
	return Object.fromEntries(Object.entries(values ?? {}).filter(([name]) => wanted(name)));
}
function isIn(names) {
	return (name) => names.has(name);
}
/** To be spread: the entry, or nothing where it would be empty. */
function nonEmpty(name, value) {
	return isEmpty(value) ? {} : { [name]: value };
}
function isEmpty(value) {
	return value === void 0 || typeof value === "object" && value !== null && Object.keys(value).length === 0;
}
function asRecord(value) {
	return typeof value === "object" && value !== null ? value : {};
}
/** Equal for equal values: an order of names that means nothing makes no difference. */
function canonical(value) {
	return JSON.stringify(value, (_, inner) => typeof inner === "object" && inner !== null && !Array.isArray(inner) ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => a < b ? -1 : 1)) : inner);
}
// ../packages/deploy/src/workspace/selectors.ts
/** `<catalog> <dependency>` for each `catalog:` that the importers or the overrides use. */
function catalogNames(importers, overrides) {
	const specifiers = [...Object.values(importers).flatMap((entry) => [
		entry.dependencies,
		entry.devDependencies,
		entry.optionalDependencies
	]).flatMap((group) => Object.entries(group ?? {})).map(([name, { specifier }]) => [name, specifier]), ...Object.entries(overrides).map(([selector, specifier]) => [overrideTarget(selector), String(specifier)])];
	return new Set(specifiers.filter(([, specifier]) => specifier.startsWith("catalog:")).map(([name, specifier]) => `${specifier.slice(8).trim() || "default"} ${name}`));
}
/** Every package that the importers name or resolve to. */
function usedNames(closure, importers) {
	const direct = Object.values(importers).flatMap((entry) => Object.keys({
		...entry.dependencies,
		...entry.devDependencies,
		...entry.optionalDependencies
	}));
	return /* @__PURE__ */ new Set([...closure.map(packageName), ...direct]);
}
/** An override that removes a dependency (`-`), or puts another package in its place, leaves no trace of its target. */
function overrideReaches(selector, value, used) {
	return value === "-" || String(value).includes(":") || used.has(overrideTarget(selector));
}
/** `b` of `a@1>b@^2`: the package whose version is overridden. */
function overrideTarget(selector) {
	const last = selector.split(/(?<=[^ |@])>/).at(-1) ?? selector;
	const at = last.indexOf("@", 1);
	return at < 0 ? last : last.slice(0, at);
}
function patchReaches(selector, used) {
	const at = selector.indexOf("@", 1);
	return used.has(at < 0 ? selector : selector.slice(0, at));
}
// ../packages/deploy/src/workspace/slice.ts
/** What a workspace's root says to an installer. Scripts and development tools of the root are not for an image. */
const rootFields = [
	"name",
	"version",
	"private",
	"type",
	"packageManager",
	"devEngines",
	"engines",
	"pnpm",
	"resolutions",
	"dependencies",
	"optionalDependencies"
];
/** `undefined` where the workspace is not pnpm's. A lockfile that can't be read is thrown. */
function sliceWorkspace(workspace, packages) {
	const { lockfile } = workspace;
	if (lockfile === void 0) return void 0;
	if (lockfile instanceof DeployError) throw lockfile;
	const folders = [".", ...packages.map(({ folder }) => folder).filter((folder) => folder !== ".")];
	const rootIsBuilt = packages.some(({ folder }) => folder === ".");
	const importers = sliceImporters(lockfile, {
		folders,
		rootIsBuilt
	});
	const closure = resolvedClosure({
		...lockfile,
		importers
	}, folders);
	const used = usedNames(closure, importers);
	const settings = sliceSettings(workspace.settings, {
		used,
		importers,
		folders
	});
	const root = sliceRoot(workspace.root, {
		used,
		fields: rootIsBuilt ? Object.keys(workspace.root) : rootFields
	});
	const slicedLockfile = sliceLockfile(lockfile, {
		used,
		importers,
		closure
	});
	const rest = pick(slicedLockfile, (name) => name !== "packages" && name !== "snapshots");
	return {
		get files() {
			return /* @__PURE__ */ new Map([
				["package.json", `${JSON.stringify(root, null, 2)}\n`],
				["pnpm-workspace.yaml", toYaml(settings)],
				["pnpm-lock.yaml", toYaml(slicedLockfile)]
			]);
		},
		get described() {
			return new Map(Object.entries({
				"package.json": root,
				"pnpm-workspace.yaml": settings,
				"pnpm-lock.yaml": rest
			}).map(([path, value]) => [path, canonical(value)]));
		},
		get resolved() {
			return new Map(closure.map((key) => [key, resolvedText(lockfile, key)]));
		},
		patches: patchFiles(root, settings)
	};
}
/** Every patch file that the workspace's settings name, whomever it reaches. */
function declaredPatches({ root, settings }) {
	return patchFiles(root, settings);
}
function patchFiles(root, settings) {
	const patched = {
		...asRecord(asRecord(root["pnpm"])["patchedDependencies"]),
		...asRecord(settings["patchedDependencies"])
	};
	return Object.values(patched).map(String).sort();
}
const resolvedTexts = /* @__PURE__ */ new WeakMap();
/** What the lockfile says of a resolved package; said once, however many services resolve to it. */
function resolvedText(lockfile, key) {
	const texts = resolvedTexts.get(lockfile) ?? /* @__PURE__ */ new Map();
	resolvedTexts.set(lockfile, texts);
	const text = texts.get(key) ?? JSON.stringify([lockfile.packages[packageKey(key)], lockfile.snapshots[key]]);
	texts.set(key, text);
	return text;
}
/** The root's importer keeps what its reduced package.json keeps. */
function sliceImporters({ importers }, { folders, rootIsBuilt }) {
	return Object.fromEntries(folders.map((folder) => {
		const { devDependencies, ...rest } = importers[folder] ?? {};
		return [folder, folder === "." && !rootIsBuilt || devDependencies === void 0 ? rest : {
			...rest,
			devDependencies
		}];
	}));
}
function sliceLockfile(lockfile, { used, importers, closure }) {
	const { catalogs, overrides, patchedDependencies, packages, snapshots, ...head } = lockfile;
	return {
		...head,
		...nonEmpty("catalogs", sliceCatalogs(catalogs, importers)),
		...nonEmpty("overrides", pick(overrides, (name) => overrideReaches(name, overrides?.[name], used))),
		...nonEmpty("patchedDependencies", pick(patchedDependencies, (name) => patchReaches(name, used))),
		importers,
		packages: pick(packages, isIn(new Set(closure.map(packageKey)))),
		snapshots: pick(snapshots, isIn(new Set(closure)))
	};
}
function sliceSettings(settings, { used, importers, folders }) {
	const { packages, catalog, catalogs, overrides, patchedDependencies, ...rest } = settings;
	const all = asRecord(overrides);
	const kept = pick(all, (name) => overrideReaches(name, all[name], used));
	const names = catalogNames(importers, kept);
	return {
		...packages === void 0 ? {} : { packages: folders.filter((folder) => folder !== ".") },
		...nonEmpty("catalog", pick(asRecord(catalog), (name) => names.has(`default ${name}`))),
		...nonEmpty("catalogs", Object.fromEntries(Object.entries(asRecord(catalogs)).map(([group, entries]) => [group, pick(asRecord(entries), (name) => names.has(`${group} ${name}`))]).filter(([, entries]) => Object.keys(entries).length > 0))),
		...nonEmpty("overrides", kept),
		...nonEmpty("patchedDependencies", pick(asRecord(patchedDependencies), (name) => patchReaches(name, used))),
		...rest
	};
}
function sliceRoot(root, { used, fields }) {
	const kept = pick(root, (field) => fields.includes(field) && !isDefault(field, root[field]));
	if (kept["pnpm"] === void 0) return kept;
	const { overrides, patchedDependencies, ...pnpm } = asRecord(kept["pnpm"]);
	const all = asRecord(overrides);
	kept["pnpm"] = {
		...pnpm,
		...nonEmpty("overrides", pick(all, (name) => overrideReaches(name, all[name], used))),
		...nonEmpty("patchedDependencies", pick(asRecord(patchedDependencies), (name) => patchReaches(name, used)))
	};
	return kept;
}
function sliceCatalogs(catalogs, importers) {
	const names = catalogNames(importers, {});
	return Object.fromEntries(Object.entries(catalogs ?? {}).map(([group, entries]) => [group, pick(entries, (name) => names.has(`${group} ${name}`))]).filter(([, entries]) => Object.keys(entries).length > 0));
}
/** Reading a package.json fills its missing lists of dependencies in. */
function isDefault(field, value) {
	return field.endsWith("ependencies") && isEmpty(value);
}
/** Sorted, so that an order that means nothing makes no difference. */
function toYaml(value) {
	return (0, import_dist.stringify)(value, {
		sortMapEntries: true,
		lineWidth: 0
	});
}
// ../packages/deploy/src/workspace/graph.ts
/**
* A package and every workspace package that it needs, development dependencies included: they are what builds it.
* A range that names a workspace package counts whether or not pnpm would link it: too much is safe, too little is not.
*/
function packageClosure(workspace, name) {
	const { dependencies, closures } = graphOf(workspace);
	const known = closures.get(name);
	if (known) return known;
	const start = workspace.packages.get(name);
	if (!start) {
		const names = [...workspace.packages.keys()].join(", ");
		throw new DeployError("unknown-package", `the workspace has no package "${name}"; it has ${names || "none"}`);
	}
	const seen = /* @__PURE__ */ new Map([[name, start]]);
	const queue = [start];
	for (let next = queue.pop(); next; next = queue.pop()) for (const dependency of dependencies(next)) if (!seen.has(dependency.name)) {
		seen.set(dependency.name, dependency);
		queue.push(dependency);
	}
	const closure = [...seen.values()].sort((a, b) => a.folder < b.folder ? -1 : 1);
	closures.set(name, closure);
	return closure;
}
const graphs = /* @__PURE__ */ new WeakMap();
/** Each package's dependencies and closure are looked up once, however many services share them. */
function graphOf(workspace) {
	const known = graphs.get(workspace);
	if (known) return known;
	const byFolder = new Map([...workspace.packages.values()].map((found) => [found.folder, found]));
	const edges = /* @__PURE__ */ new Map();
	const graph = {
		byFolder,
		closures: /* @__PURE__ */ new Map(),
		dependencies(of) {
			const found = edges.get(of) ?? workspaceDependencies(workspace, byFolder, of);
			edges.set(of, found);
			return found;
		}
	};
	graphs.set(workspace, graph);
	return graph;
}
function workspaceDependencies(workspace, byFolder, { json, folder }) {
	const specifiers = {
		...json.peerDependencies,
		...json.devDependencies,
		...json.optionalDependencies,
		...json.dependencies
	};
	return Object.entries(specifiers).map(([name, specifier]) => target(workspace, byFolder, {
		name,
		specifier,
		from: folder
	})).filter((found) => found !== void 0);
}
/** The innermost package that a path lies in. */
function packageAt(workspace, path) {
	const { byFolder } = graphOf(workspace);
	for (let at = path.lastIndexOf("/"); at > 0; at = path.lastIndexOf("/", at - 1)) {
		const found = byFolder.get(path.slice(0, at));
		if (found) return found;
	}
	return byFolder.get(".");
}
/** `workspace:*`, `workspace:other@^1` (an alias), `workspace:../other`, `link:../other`, `file:../other`, or a range. */
function target(workspace, byFolder, { name, specifier, from }) {
	const [, protocol, rest = ""] = /^(workspace|link|file):(.*)$/.exec(specifier) ?? [];
	if (protocol && (protocol !== "workspace" || rest.startsWith("."))) return byFolder.get(resolveFolder(from, rest));
	const alias = /^(@?[^@]+)@/.exec(rest)?.[1];
	if (specifier.startsWith("npm:")) return void 0;
	return workspace.packages.get(alias ?? name);
}
function resolveFolder(from, relative) {
	const parts = from.split("/");
	for (const part of relative.split("/")) if (part === "..") parts.pop();
	else if (part !== "." && part !== "") parts.push(part);
	return parts.join("/") || ".";
}
export { canonical, declaredPatches, describesWorkspace, foreignInstallerFiles, foreignLockfiles, globMatcher, installationFiles, installerFiles, once, packageAt, packageClosure, readWorkspace, sliceWorkspace };
