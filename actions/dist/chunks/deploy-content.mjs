import { DeployError } from "./deploy-base.mjs";
import { canonical, declaredPatches, foreignInstallerFiles, globMatcher, installationFiles, installerFiles, once, packageAt, packageClosure, readWorkspace, readWorkspaceBefore, sliceWorkspace } from "./deploy-workspace.mjs";
import { discoverManifest, parseManifest } from "./deploy-manifest.mjs";
// ../packages/deploy/src/content/inputs.ts
const forPeople = /^(readme|changelog|contributing)(\.(md|txt))?$/i;
const forTests = /\.(test|spec)\.[cm]?[jt]sx?$|^(jest|vitest|playwright)\.config\.[cm]?[jt]sx?$/;
const testFolders = new Set([
	"__tests__",
	"__snapshots__",
	"__mocks__"
]);
function isImageInput(path) {
	const folders = path.split("/");
	const file = folders.pop() ?? "";
	if (folders[0] === "public") return true;
	if (folders[0] === "docs" || folders.includes("node_modules")) return false;
	if (folders.length === 0 && forPeople.test(file)) return false;
	return !forTests.test(file) && !folders.some((folder) => testFolders.has(folder));
}
function imageInputs({ manifest, workspace, tree }, service) {
	const packages = packageClosure(workspace, service.package);
	const pnpm = workspace.isPnpm();
	const slice = once(() => pnpm ? sliceWorkspace(workspace, packages) : void 0);
	const generatedFiles = new Set(pnpm ? installationFiles : []);
	const ofService = globMatcher([
		service.dockerfile,
		`${service.dockerfile}.dockerignore`,
		...service.paths
	]);
	const ofAll = globMatcher([
		...manifest.global,
		...workspace.global,
		...pnpm ? installerFiles : foreignInstallerFiles
	]);
	const patches = new Set(pnpm ? declaredPatches(workspace) : []);
	const closure = new Set(packages);
	const ownerOf = (path) => {
		if (generatedFiles.has(path)) return void 0;
		const found = packageAt(workspace, path);
		if (found && closure.has(found) && isImageInput(insideOf(found, path))) return found.name === service.package ? { kind: "own" } : {
			kind: "dependency",
			of: found.name
		};
		if (ofService(path)) return { kind: "own" };
		return ofAll(path) || patches.has(path) && slice()?.patches.includes(path) ? { kind: "global" } : void 0;
	};
	const files = once(() => {
		const owned = new Map();
		for (const path of tree.paths) {
			const owner = ownerOf(path);
			if (owner) owned.set(path, owner);
		}
		return owned;
	});
	return {
		get files() {
			return files();
		},
		get generated() {
			return slice()?.files ?? new Map();
		},
		dockerfile: service.dockerfile,
		buildArgs: service.buildArgs,
		ownerOf,
		packages,
		rules: canonical([
			service.package,
			service.dockerfile,
			service.paths,
			manifest.global,
			workspace.global,
			pnpm,
			[...patches]
		]),
		workspace,
		get slice() {
			return slice();
		}
	};
}
function insideOf({ folder }, path) {
	return folder === "." ? path : path.slice(folder.length + 1);
}
function ownAlike(a, b) {
	return a.rules === b.rules && (a.packages === b.packages || canonical(outline(a)) === canonical(outline(b)));
}
function installedAlike(a, b) {
	const folders = ({ packages }) => packages.map(({ folder }) => folder).join("\n");
	if (a.packages !== b.packages && folders(a) !== folders(b)) return false;
	return installationFiles.every((file) => a.workspace.texts.get(file) === b.workspace.texts.get(file));
}
function outline({ packages, workspace }) {
	const closure = new Set(packages);
	return [packages, [...workspace.packages.values()].filter((found) => {
		if (closure.has(found) || found.folder === ".") return false;
		const around = packageAt(workspace, found.folder);
		return around !== void 0 && closure.has(around);
	})].map((list) => list.map(({ name, folder }) => [name, folder]));
}
// ../packages/deploy/src/content/snapshot.ts
const usualManifest = "services.json";
async function readSnapshot(tree, manifestPath) {
	return withManifest(tree, await readWorkspace(tree), manifestPath);
}
async function readSnapshotBefore(now, { tree, changed, manifest }) {
	return withManifest(tree, await readWorkspaceBefore(now.workspace, tree, changed), manifest);
}
async function withManifest(tree, workspace, manifestPath) {
	const path = manifestPath ?? usualManifest;
	const text = (await tree.readTexts([path])).get(path);
	if (text !== void 0) return {
		tree,
		workspace,
		manifest: parseManifest(text, path)
	};
	if (manifestPath) throw new DeployError("no-manifest", `manifest: ${manifestPath} does not exist`);
	return {
		tree,
		workspace,
		manifest: discoverManifest(workspace.packages.values(), tree.paths)
	};
}
export { imageInputs, installedAlike, ownAlike, readSnapshot, readSnapshotBefore };
