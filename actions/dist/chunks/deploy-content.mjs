import { foreignInstallerFiles, globMatcher, installerFiles, packageClosure, readWorkspace, sliceWorkspace } from "./deploy-workspace.mjs";
import { DeployError } from "./deploy-base.mjs";
import { discoverManifest, parseManifest } from "./deploy-manifest.mjs";
// ../packages/deploy/src/content/inputs.ts
/** Files of a package that no image needs, so that changing one deploys nothing: its tests and what is written about it. */
const forPeople = /^(readme|changelog|contributing)(\.(md|txt))?$/i;
const forTests = /\.(test|spec)\.[cm]?[jt]sx?$|^(jest|vitest|playwright)\.config\.[cm]?[jt]sx?$/;
const testFolders = /* @__PURE__ */ new Set([
	"__tests__",
	"__snapshots__",
	"__mocks__"
]);
/**
* The one rule of what a package gives to an image. `path` is relative to the package.
* What the manifest names itself (`paths`, `global`, the Dockerfile) is an input whatever its name.
*/
function isImageInput(path) {
	const folders = path.split("/");
	const file = folders.pop() ?? "";
	if (folders[0] === "public") return true;
	if (folders[0] === "docs" || folders.includes("node_modules")) return false;
	if (folders.length === 0 && forPeople.test(file)) return false;
	return !forTests.test(file) && !folders.some((folder) => testFolders.has(folder));
}
function imageInputs({ manifest, workspace }, service) {
	const packages = packageClosure(workspace, service.package);
	const slice = sliceWorkspace(workspace, packages);
	const ofService = globMatcher([
		service.dockerfile,
		`${service.dockerfile}.dockerignore`,
		...service.paths
	]);
	const shared = slice ? [...installerFiles, ...slice.patches] : foreignInstallerFiles;
	const ofAll = globMatcher([...manifest.global, ...shared]);
	const packageOf = packageFinder(workspace);
	const closure = new Set(packages);
	const owner = (path) => {
		const found = packageOf(path);
		if (found && closure.has(found) && isImageInput(insideOf(found, path))) return found.name === service.package ? { kind: "own" } : {
			kind: "dependency",
			of: found.name
		};
		if (ofService(path)) return { kind: "own" };
		return ofAll(path) ? { kind: "global" } : void 0;
	};
	const generated = slice?.files ?? /* @__PURE__ */ new Map();
	const files = /* @__PURE__ */ new Map();
	for (const path of workspace.paths) {
		const found = generated.has(path) ? void 0 : owner(path);
		if (found) files.set(path, found);
	}
	return {
		files,
		generated,
		resolved: slice?.resolved ?? /* @__PURE__ */ new Map(),
		dockerfile: service.dockerfile,
		buildArgs: service.buildArgs
	};
}
/** The innermost package that a path lies in. */
function packageFinder(workspace) {
	const byFolder = new Map([...workspace.packages.values()].map((found) => [found.folder, found]));
	return (path) => {
		for (let at = path.lastIndexOf("/"); at > 0; at = path.lastIndexOf("/", at - 1)) {
			const found = byFolder.get(path.slice(0, at));
			if (found) return found;
		}
		return byFolder.get(".");
	};
}
function insideOf({ folder }, path) {
	return folder === "." ? path : path.slice(folder.length + 1);
}
// ../packages/deploy/src/content/snapshot.ts
const usualManifest = "services.json";
/** Without a path: `services.json` if there is one, else the packages that have a Dockerfile. */
async function readSnapshot(tree, manifestPath) {
	const workspace = await readWorkspace(tree);
	const path = manifestPath ?? usualManifest;
	const text = (await tree.readTexts([path])).get(path);
	if (text !== void 0) return {
		workspace,
		manifest: parseManifest(text, path)
	};
	if (manifestPath) throw new DeployError("no-manifest", `manifest: ${manifestPath} does not exist`);
	return {
		workspace,
		manifest: discoverManifest(workspace.packages.values(), tree.paths)
	};
}
export { imageInputs, readSnapshot };
