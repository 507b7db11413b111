import { DeployError } from "./deploy-base.mjs";
import { absolute, decodePaths, encodePath } from "./deploy-git.mjs";
import { constants, existsSync, lstatSync, readFileSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import { isUtf8 } from "node:buffer";
import { lstat } from "node:fs/promises";
// ../packages/deploy/src/git/listing.ts
const manySearches = 40;
function readListing(output, mark) {
	const text = isUtf8(output) ? output.toString() : decodePaths(output).map((record) => `${record}\0`).join("");
	const known = new Map();
	let whole;
	let searches = 0;
	const read = (record) => {
		const end = record.indexOf(mark);
		const listed = {
			about: record.slice(0, end),
			path: record.slice(end + 1)
		};
		known.set(listed.path, listed);
		return listed;
	};
	const all = () => whole ??= text.split("\0").slice(0, -1).map(read);
	const endingWith = (suffix) => {
		const found = [];
		const end = `${suffix}\0`;
		for (let at = text.indexOf(end); at >= 0; at = text.indexOf(end, at + 1)) found.push(read(text.slice(at === 0 ? 0 : text.lastIndexOf("\0", at - 1) + 1, at + suffix.length)));
		return found.filter(({ path }) => path.endsWith(suffix));
	};
	return {
		all,
		endingWith,
		saying({ than }) {
			const others = new RegExp(`(?:^|\0)(?!${than}${mark})([^\0]+)`, "g");
			return [...text.matchAll(others)].map(([, record = ""]) => read(record));
		},
		find(path) {
			if (!known.has(path) && !whole) {
				if (++searches > manySearches) all();
				else endingWith(`${mark}${path}`);
			}
			return known.get(path);
		}
	};
}
// ../packages/deploy/src/git/entry.ts
function existing(mode, id) {
	return /^0*$/.test(id) ? void 0 : `${mode} ${id}`;
}
// ../packages/deploy/src/git/diff.ts
const plainly = [
	"-z",
	"--no-renames",
	"--ignore-submodules=none",
	"--relative"
];
function readChanges(output) {
	const fields = decodePaths(output);
	const changes = new Map();
	for (let at = 0; at + 1 < fields.length; at += 2) {
		const [mode = "", , id = ""] = fields[at].slice(1).split(" ");
		changes.set(fields[at + 1], existing(mode, id) ?? changes.get(fields[at + 1]));
	}
	return changes;
}
// ../packages/deploy/src/git/working-state.ts
const submodule = "160000 ";
async function readWorkingState(repository) {
	const listing = readListing(await repository.git([
		"ls-files",
		"-z",
		"-v",
		"--cached",
		"--deleted",
		"--modified",
		"--others",
		"--exclude-standard"
	]), " ");
	const lying = (path) => lyingAt(repository, path);
	const dirty = await dirtySubmodules(repository);
	const gone = new Set();
	const unusual = listing.saying({ than: "H" });
	const index = unusual.length > 0 ? await readIndex(repository) : new Map();
	for (const { about, path } of unusual) {
		if (about === "?") {
			dirty.set(path.replace(/\/$/, ""), void 0);
			for (const below of behindLink(repository, listing, path)) {
				dirty.set(below, index.get(below));
				gone.add(below);
			}
			continue;
		}
		const at = index.get(path);
		if (!/^[a-zS]$/.test(about) || await lying(path) !== at) dirty.set(path, at);
		if (!await lies(repository, path, at)) gone.add(path);
	}
	return {
		listing,
		gone,
		dirty,
		lying
	};
}
async function dirtySubmodules(repository) {
	const top = join(repository.folder, ...repository.prefix.split("/").slice(1).fill(".."));
	if (!existsSync(join(top, ".gitmodules"))) return new Map();
	const dirty = readChanges(await repository.git(["diff-files", ...plainly]));
	return new Map([...dirty].filter(([, at]) => at?.startsWith(submodule)));
}
function behindLink(repository, listing, path) {
	if (!lstatSync(absolute(repository, path), { throwIfNoEntry: false })?.isSymbolicLink()) return [];
	return listing.all().map((listed) => listed.path).filter((other) => other.startsWith(`${path}/`));
}
async function readIndex(repository) {
	const entries = new Map();
	for (const { about, path } of readListing(await repository.git([
		"ls-files",
		"-z",
		"-s"
	]), "	").all()) {
		const [mode = "", id = "", stage] = about.split(" ");
		if (stage === "0") entries.set(path, `${mode} ${id}`);
	}
	return entries;
}
async function lies(repository, path, at) {
	const found = await lstat(absolute(repository, path)).catch(() => void 0);
	return found !== void 0 && (!found.isDirectory() || at?.startsWith(submodule) === true);
}
async function lyingAt(repository, path) {
	const found = await lstat(absolute(repository, path)).catch(() => void 0);
	if (!found) return void 0;
	if (!found.isFile() || !encodePath(path).equals(Buffer.from(path))) return "other";
	const id = await repository.git([
		"hash-object",
		"--",
		path
	]);
	return `${found.mode & 64 ? "100755" : "100644"} ${id.toString().trim()}`;
}
// ../packages/deploy/src/git/tree.ts
const noLink = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
async function commitTree(repository, commit) {
	const listing = readListing(await repository.git([
		"ls-tree",
		"-r",
		"-z",
		commit
	]), "	");
	const idAt = (path) => {
		const listed = listing.find(path);
		return listed && idOf(listed.about, 2);
	};
	return lazyTree({
		list: () => pathsOf(listing.all()),
		endingWith: (suffix) => pathsOf(listing.endingWith(suffix)),
		readTexts: (paths) => readBlobs(repository, paths, idAt)
	});
}
async function workingTree(repository, state) {
	const { listing, gone } = state ?? await readWorkingState(repository);
	const lying = (listed) => pathsOf(listed).filter((path) => !gone.has(path));
	return lazyTree({
		list: () => lying(listing.all()),
		endingWith: (suffix) => lying(listing.endingWith(suffix)),
		readTexts(wanted) {
			const texts = new Map();
			for (const path of wanted) {
				const text = listing.find(path) && !gone.has(path) ? readText(absolute(repository, path)) : void 0;
				if (text !== void 0) texts.set(path, text);
			}
			return Promise.resolve(texts);
		}
	});
}
function treeBefore(repository, now, changes) {
	const ids = new Map();
	for (const [path, entry] of changes) if (entry) ids.set(path, idOf(entry, 1));
	const before = (suffix) => [...ids.keys()].filter((path) => path.endsWith(suffix));
	const unchanged = (paths) => paths.filter((path) => !changes.has(path));
	return lazyTree({
		list: () => [...unchanged(now.paths), ...before("")],
		endingWith: (suffix) => [...unchanged(now.endingWith(suffix)), ...before(suffix)],
		async readTexts(wanted) {
			const same = await now.readTexts(unchanged(wanted));
			const other = await readBlobs(repository, wanted, (path) => ids.get(path));
			const texts = new Map();
			for (const path of wanted) {
				const text = same.get(path) ?? other.get(path);
				if (text !== void 0) texts.set(path, text);
			}
			return texts;
		}
	});
}
function lazyTree({ list, ...tree }) {
	const sorted = (paths) => [...new Set(paths)].sort();
	let paths;
	return {
		get paths() {
			return paths ??= sorted(list());
		},
		endingWith: (suffix) => sorted(tree.endingWith(suffix)),
		readTexts: tree.readTexts
	};
}
function pathsOf(listed) {
	return listed.map(({ path }) => path.endsWith("/") ? path.slice(0, -1) : path);
}
function idOf(entry, word) {
	return entry.split(" ")[word] ?? "";
}
function readText(at) {
	try {
		return readFileSync(at, {
			encoding: "utf8",
			flag: noLink
		});
	} catch (error) {
		const { code } = error;
		if (code === "ELOOP") return readlinkSync(at, "utf8");
		if (code === "ENOENT" || code === "ENOTDIR" || code === "EISDIR") return void 0;
		throw error;
	}
}
async function readBlobs(repository, paths, idAt) {
	const known = paths.filter((path) => idAt(path) !== void 0);
	if (known.length === 0) return new Map();
	const input = known.map((path) => `${idAt(path)}\n`).join("");
	return readBatch(await repository.git(["cat-file", "--batch"], { input }), known);
}
function readBatch(output, paths) {
	const texts = new Map();
	let at = 0;
	for (const path of paths) {
		const end = output.indexOf(10, at);
		const [id, type, size] = output.subarray(at, end).toString().split(" ");
		at = end + 1;
		if (type === "missing") continue;
		if (size === void 0) throw new DeployError("git-failed", `git cat-file can't read ${path} (${id})`);
		texts.set(path, output.subarray(at, at + Number(size)).toString());
		at += Number(size) + 1;
	}
	return texts;
}
// ../packages/deploy/src/git/changes.ts
async function changesBetween(repository, base, head) {
	return readChanges(await repository.git([
		"diff-tree",
		"-r",
		...plainly,
		base,
		head
	]));
}
async function changesSince(repository, base, state) {
	const staged = readChanges(await repository.git([
		"diff-index",
		"--cached",
		...plainly,
		base
	]));
	const changes = new Map(staged);
	for (const [path, at] of state.dirty) if (!staged.has(path)) changes.set(path, at);
	else if (await state.lying(path) === staged.get(path)) changes.delete(path);
	return changes;
}
export { changesBetween, changesSince, commitTree, readWorkingState, treeBefore, workingTree };
