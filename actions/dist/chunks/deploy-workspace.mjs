import { __toESM } from "./rolldown-runtime.mjs";
import { DeployError } from "./deploy-base.mjs";
import { _default, en_default, literal, looseObject, object, optional, record, string, unknown } from "./zod.mjs";
import { CORE_SCHEMA, dump, load } from "./js-yaml.mjs";
import { require_picomatch } from "./picomatch.mjs";
// ../packages/deploy/src/workspace/glob.ts
var import_picomatch = __toESM(require_picomatch());
function globMatcher(globs) {
	const key = globs.join("\0");
	const matcher = matchers.get(key) ?? compile(globs);
	matchers.set(key, matcher);
	return matcher;
}
const matchers = new Map();
function compile(globs) {
	const clean = globs.map((glob) => glob.replace(/^(!?)\.\//, "$1").replace(/\/$/, ""));
	const wanted = (0, import_picomatch.default)(clean.filter((glob) => !glob.startsWith("!")), { dot: true });
	const refused = (0, import_picomatch.default)(clean.filter((glob) => glob.startsWith("!")).map((glob) => glob.slice(1)), { dot: true });
	return (path) => wanted(path) && !refused(path);
}
// ../packages/deploy/src/workspace/once.ts
function once(make) {
	let made;
	return () => (made ??= { value: make() }).value;
}
function eachOnce(make) {
	const made = new WeakMap();
	return (of) => {
		const known = made.get(of) ?? { value: make(of) };
		made.set(of, known);
		return known.value;
	};
}
// ../packages/deploy/src/workspace/lockfile.ts
const resolved = record(string(), object({
	specifier: string(),
	version: string()
}));
const importer = looseObject({
	dependencies: optional(resolved),
	devDependencies: optional(resolved),
	optionalDependencies: optional(resolved)
});
const snapshot = looseObject({
	dependencies: optional(record(string(), string())),
	optionalDependencies: optional(record(string(), string()))
});
const lockfile = looseObject({
	lockfileVersion: literal("9.0"),
	catalogs: optional(record(string(), resolved)),
	overrides: optional(record(string(), string())),
	patchedDependencies: optional(record(string(), unknown())),
	importers: _default(record(string(), importer), {}),
	packages: _default(record(string(), looseObject({})), {}),
	snapshots: _default(record(string(), snapshot), {})
});
function parseLockfile(text, source) {
	const result = lockfile.safeParse(parseYaml(text, source), { error: en_default().localeError });
	if (result.success) return result.data;
	const issue = result.error.issues[0];
	throw unreadable(`${source}: ${issue?.path.join(".") || "the whole file"}: ${issue?.message}`);
}
function resolvedClosure({ importers, snapshots }, folders) {
	const queue = folders.flatMap((folder) => importerReferences(importers[folder] ?? {}));
	const seen = new Set();
	for (let key = queue.pop(); key !== void 0; key = queue.pop()) {
		if (seen.has(key)) continue;
		const found = snapshots[key];
		if (!found) throw unreadable(`pnpm-lock.yaml: no snapshot of ${key}, which something depends on`);
		seen.add(key);
		for (const next of snapshotReferences(found)) if (!seen.has(next)) queue.push(next);
	}
	return [...seen].sort();
}
function packageKey(snapshotKey) {
	let end = snapshotKey.length;
	for (let depth = 0; end > 0 && (depth > 0 || snapshotKey[end - 1] === ")"); end--) {
		if (snapshotKey[end - 1] === ")") depth++;
		if (snapshotKey[end - 1] === "(") depth--;
		if (depth === 0 && snapshotKey[end - 2] !== ")") return snapshotKey.slice(0, end - 1);
	}
	return snapshotKey;
}
function packageName(key) {
	return key.slice(0, key.indexOf("@", 1));
}
const importerReferences = eachOnce((entry) => {
	const versions = {
		...entry.devDependencies,
		...entry.optionalDependencies,
		...entry.dependencies
	};
	return references(Object.fromEntries(Object.entries(versions).map(([name, { version }]) => [name, version])));
});
const snapshotReferences = eachOnce(({ dependencies, optionalDependencies }) => references({
	...dependencies,
	...optionalDependencies
}));
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
		return load(text, { schema: CORE_SCHEMA });
	} catch (cause) {
		throw unreadable(`${source} is not YAML: ${cause.message}`, cause);
	}
}
function unreadable(message, cause) {
	return new DeployError("lockfile-unreadable", message, "Run `pnpm install` with pnpm 9 or 10 and commit the lockfile.", { cause });
}
function looksReadable(text) {
	return /^lockfileVersion: ['"]?9\.0['"]?\s*$/m.test(text) && !text.includes("\n<<<<<<<");
}
// ../packages/deploy/src/workspace/package-json.ts
const dependencies = _default(record(string(), string()), {});
const packageJson = looseObject({
	name: optional(string()),
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
async function readGlobalDependencies(text, file) {
	const { parse, printParseErrorCode } = await import("./jsonc-parser.mjs").then((n) => n.main_exports);
	const errors = [];
	const parsed = parse(text, errors, { allowTrailingComma: true });
	const [problem] = errors;
	if (problem) throw new DeployError("invalid-workspace", `${file} is not JSON with comments: ${printParseErrorCode(problem.error)} at offset ${problem.offset}`);
	const { globalDependencies = [] } = parsed ?? {};
	if (Array.isArray(globalDependencies) && globalDependencies.every((glob) => typeof glob === "string")) return globalDependencies.map((glob) => glob.replace("$TURBO_ROOT$/", ""));
	throw new DeployError("invalid-workspace", `${file}: globalDependencies: want a list of paths or globs`);
}
// ../packages/deploy/src/workspace/workspace.ts
const installerFiles = [
	".npmrc",
	".pnpmfile.cjs",
	".pnpmfile.mjs"
];
const foreignLockfiles = [
	"package-lock.json",
	"npm-shrinkwrap.json",
	"yarn.lock",
	"bun.lock",
	"bun.lockb"
];
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
const nameless = "app";
const installationFiles = [
	"package.json",
	settingsFile,
	lockfileName
];
function describesWorkspace(path) {
	return installationFiles.includes(path) || turboFiles.includes(path) || path.endsWith("/package.json");
}
async function readWorkspace(tree) {
	const top = await tree.readTexts([...installationFiles, ...turboFiles]);
	const root = parsePackageJson(top.get("package.json") ?? "{}", "package.json");
	const settings = parseSettings(top.get(settingsFile) ?? "{}");
	const globs = packageGlobs(settings, root);
	const isPackage = globMatcher(globs);
	const manifests = tree.endingWith("/package.json").filter((path) => !path.includes("node_modules/") && isPackage(path.slice(0, -13)));
	const packages = new Map();
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
	return withLockfile({
		packages,
		root,
		settings,
		global: await globalDependencies(top),
		texts: top
	});
}
async function readWorkspaceBefore(now, tree, changed) {
	const describing = [...changed].filter(describesWorkspace);
	if (describing.length === 0) return now;
	if (describing.some((path) => path !== lockfileName)) return readWorkspace(tree);
	const { packages, root, settings, global } = now;
	const others = [...now.texts].filter(([path]) => path !== lockfileName);
	return withLockfile({
		packages,
		root,
		settings,
		global,
		texts: new Map([...others, ...await tree.readTexts([lockfileName])])
	});
}
function withLockfile(workspace) {
	const text = workspace.texts.get(lockfileName);
	const lockfile = once(() => readLockfile(text));
	const readable = once(() => looksReadable(text ?? ""));
	return {
		...workspace,
		get lockfile() {
			return lockfile();
		},
		isPnpm() {
			if (text === void 0) return false;
			const failed = readable() ? void 0 : lockfile();
			if (failed instanceof DeployError) throw failed;
			return true;
		}
	};
}
async function globalDependencies(texts) {
	const found = [];
	for (const file of turboFiles) {
		const text = texts.get(file);
		if (text !== void 0) found.push(...await readGlobalDependencies(text, file));
	}
	return found;
}
function packageGlobs(settings, root) {
	const { workspaces } = root;
	const declared = settings["packages"] ?? (isObject(workspaces) && !Array.isArray(workspaces) ? workspaces["packages"] : workspaces);
	return Array.isArray(declared) ? declared.map(String) : [];
}
function parseSettings(text) {
	try {
		const parsed = load(text, { schema: CORE_SCHEMA }) ?? {};
		if (isObject(parsed)) return parsed;
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
function pick(values, wanted) {
	return Object.fromEntries(Object.entries(values ?? {}).filter(([name]) => wanted(name)));
}
function isIn(names) {
	return (name) => names.has(name);
}
function nonEmpty(name, value) {
	return isEmpty(value) ? {} : { [name]: value };
}
function isEmpty(value) {
	return value === void 0 || typeof value === "object" && value !== null && Object.keys(value).length === 0;
}
function asRecord(value) {
	return typeof value === "object" && value !== null ? value : {};
}
function canonical(value) {
	return JSON.stringify(value, (_, inner) => typeof inner === "object" && inner !== null && !Array.isArray(inner) ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => a < b ? -1 : 1)) : inner);
}
// ../packages/deploy/src/workspace/selectors.ts
function catalogNames(importers, overrides) {
	const specifiers = [...Object.values(importers).flatMap((entry) => [
		entry.dependencies,
		entry.devDependencies,
		entry.optionalDependencies
	]).flatMap((group) => Object.entries(group ?? {})).map(([name, { specifier }]) => [name, specifier]), ...Object.entries(overrides).map(([selector, specifier]) => [overrideTarget(selector), String(specifier)])];
	return new Set(specifiers.filter(([, specifier]) => specifier.startsWith("catalog:")).map(([name, specifier]) => `${specifier.slice(8).trim() || "default"} ${name}`));
}
function usedNames(closure, importers) {
	const direct = Object.values(importers).flatMap((entry) => Object.keys({
		...entry.dependencies,
		...entry.devDependencies,
		...entry.optionalDependencies
	}));
	return new Set([...closure.map(packageName), ...direct]);
}
function overrideReaches(selector, value, used) {
	return value === "-" || String(value).includes(":") || used.has(overrideTarget(selector));
}
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
	const names = once(() => usedNames(closure, importers));
	const used = { has: (name) => names().has(name) };
	const settings = sliceSettings(workspace.settings, {
		used,
		importers,
		folders
	});
	const root = sliceRoot(workspace.root, {
		used,
		fields: rootIsBuilt ? Object.keys(workspace.root) : rootFields
	});
	const head = sliceHead(lockfile, {
		used,
		importers
	});
	return {
		get files() {
			return new Map([
				["package.json", `${JSON.stringify(root, null, 2)}\n`],
				["pnpm-workspace.yaml", toYaml(settings)],
				["pnpm-lock.yaml", toYaml({
					...head,
					importers,
					...sliceResolved(lockfile, closure)
				})]
			]);
		},
		get described() {
			const needs = Object.entries(importers).map(([folder, importer]) => [folder, importerText(importer)]);
			return new Map(Object.entries({
				"package.json": root,
				"pnpm-workspace.yaml": settings,
				"pnpm-lock.yaml": [head, needs]
			}).map(([path, value]) => [path, canonical(value)]));
		},
		get resolved() {
			return new Map(closure.map((key) => [key, resolvedText(lockfile, key)]));
		},
		patches: patchFiles(root, settings)
	};
}
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
const resolvedTexts = eachOnce(() => new Map());
function resolvedText(lockfile, key) {
	const texts = resolvedTexts(lockfile);
	const text = texts.get(key) ?? JSON.stringify([lockfile.packages[packageKey(key)], lockfile.snapshots[key]]);
	texts.set(key, text);
	return text;
}
const importerText = eachOnce((importer) => canonical(importer));
function sliceImporters({ importers }, { folders, rootIsBuilt }) {
	return Object.fromEntries(folders.map((folder) => {
		const importer = importers[folder] ?? {};
		return [folder, folder === "." && !rootIsBuilt ? pick(importer, (name) => name !== "devDependencies") : importer];
	}));
}
const divided = new Set([
	"catalogs",
	"overrides",
	"patchedDependencies",
	"importers",
	"packages",
	"snapshots"
]);
function sliceHead(lockfile, { used, importers }) {
	const { catalogs, overrides, patchedDependencies } = lockfile;
	return {
		...pick(lockfile, (name) => !divided.has(name)),
		...nonEmpty("catalogs", sliceCatalogs(catalogs, importers)),
		...nonEmpty("overrides", pick(overrides, (name) => overrideReaches(name, overrides?.[name], used))),
		...nonEmpty("patchedDependencies", pick(patchedDependencies, (name) => patchReaches(name, used)))
	};
}
function sliceResolved({ packages, snapshots }, closure) {
	return {
		packages: pick(packages, isIn(new Set(closure.map(packageKey)))),
		snapshots: pick(snapshots, isIn(new Set(closure)))
	};
}
function sliceSettings(settings, { used, importers, folders }) {
	const { packages, catalog, catalogs, overrides, patchedDependencies, ...rest } = settings;
	const all = asRecord(overrides);
	const kept = pick(all, (name) => overrideReaches(name, all[name], used));
	const names = isEmpty(catalog) && isEmpty(catalogs) ? new Set() : catalogNames(importers, kept);
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
	if (catalogs === void 0) return {};
	const names = catalogNames(importers, {});
	return Object.fromEntries(Object.entries(catalogs).map(([group, entries]) => [group, pick(entries, (name) => names.has(`${group} ${name}`))]).filter(([, entries]) => Object.keys(entries).length > 0));
}
function isDefault(field, value) {
	return field.endsWith("ependencies") && isEmpty(value);
}
function toYaml(value) {
	return dump(value, {
		sortKeys: true,
		lineWidth: -1,
		noRefs: true
	});
}
// ../packages/deploy/src/workspace/graph.ts
function packageClosure(workspace, name) {
	const { dependencies, closures } = graphOf(workspace);
	const known = closures.get(name);
	if (known) return known;
	const start = workspace.packages.get(name);
	if (!start) {
		const names = [...workspace.packages.keys()].join(", ");
		throw new DeployError("unknown-package", `the workspace has no package "${name}"; it has ${names || "none"}`);
	}
	const seen = new Map([[name, start]]);
	const queue = [start];
	for (let next = queue.pop(); next; next = queue.pop()) for (const dependency of dependencies(next)) if (!seen.has(dependency.name)) {
		seen.set(dependency.name, dependency);
		queue.push(dependency);
	}
	const closure = [...seen.values()].sort((a, b) => a.folder < b.folder ? -1 : 1);
	closures.set(name, closure);
	return closure;
}
const graphs = new WeakMap();
function graphOf(workspace) {
	const known = graphs.get(workspace.packages);
	if (known) return known;
	const byFolder = new Map([...workspace.packages.values()].map((found) => [found.folder, found]));
	const edges = new Map();
	const graph = {
		byFolder,
		closures: new Map(),
		dependencies(of) {
			const found = edges.get(of) ?? workspaceDependencies(workspace, byFolder, of);
			edges.set(of, found);
			return found;
		}
	};
	graphs.set(workspace.packages, graph);
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
function packageAt(workspace, path) {
	const { byFolder } = graphOf(workspace);
	for (let at = path.lastIndexOf("/"); at > 0; at = path.lastIndexOf("/", at - 1)) {
		const found = byFolder.get(path.slice(0, at));
		if (found) return found;
	}
	return byFolder.get(".");
}
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
export { canonical, declaredPatches, foreignInstallerFiles, foreignLockfiles, globMatcher, installationFiles, installerFiles, once, packageAt, packageClosure, readWorkspace, readWorkspaceBefore, sliceWorkspace };
