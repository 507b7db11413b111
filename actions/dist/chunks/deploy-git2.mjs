import { DeployError } from "./deploy-base.mjs";
import { absolute, decodePaths, encodePath, resolveCommit } from "./deploy-git.mjs";
import { lstatSync, readFileSync, readlinkSync } from "node:fs";
import { lstat } from "node:fs/promises";
// ../packages/deploy/src/git/entry.ts
/** An entry; nothing where git writes zeros for it. */
function existing(mode, id) {
	return /^0*$/.test(id) ? void 0 : `${mode} ${id}`;
}
// ../packages/deploy/src/git/working-state.ts
/** One walk over the working tree, however many bases it is compared with. */
async function readWorkingState(repository) {
	const [commit, listed, status] = await Promise.all([
		resolveCommit(repository, "HEAD"),
		repository.git([
			"ls-files",
			"-z",
			"-v"
		]),
		repository.git([
			"status",
			"--porcelain=v2",
			"-z",
			"-uall",
			"--no-renames",
			"--ignore-submodules=none",
			"--",
			"."
		])
	]);
	const lying = (path) => lyingAt(repository, path);
	const { dirty, added, gone } = parseStatus(decodePaths(status), repository.prefix);
	const hidden = [];
	const paths = new Set(added);
	for (const entry of decodePaths(listed)) {
		const path = entry.slice(2);
		if (!gone.has(path)) paths.add(path);
		if (/^[a-zS]/.test(entry)) hidden.push(path);
	}
	const staged = hidden.length > 0 ? await stagedEntries(repository) : /* @__PURE__ */ new Map();
	for (const path of hidden) {
		const now = await lying(path);
		if (now === void 0) paths.delete(path);
		if (now !== staged.get(path)) {
			const known = dirty.get(path);
			dirty.set(path, known ? {
				...known,
				twice: true
			} : {
				at: staged.get(path),
				twice: false
			});
		}
	}
	return {
		commit: commit ?? await emptyTree(repository),
		paths,
		dirty,
		lying
	};
}
/** git-status(1), porcelain format version 2. Its paths start at the top of the work tree. */
function parseStatus(records, prefix) {
	const dirty = /* @__PURE__ */ new Map();
	const added = [];
	const gone = /* @__PURE__ */ new Set();
	for (const record of records) {
		const fields = record.split(" ");
		const kind = fields[0];
		const merging = kind === "u";
		const path = fields.slice(merging ? 10 : kind === "1" ? 8 : 1).join(" ").slice(prefix.length).replace(/\/$/, "");
		if (kind === "?") {
			added.push(path);
			dirty.set(path, {
				at: dirty.get(path)?.at,
				twice: dirty.has(path)
			});
			continue;
		}
		const [, kinds = "", , mode = "", ours = "", third, fourth = "", , id = ""] = fields;
		const at = merging ? existing(ours, id) : existing(mode, fourth);
		dirty.set(path, {
			at,
			twice: merging || !kinds.includes(".")
		});
		if ((merging ? fourth : third) === "000000") gone.add(path);
	}
	return {
		dirty,
		added,
		gone
	};
}
/** From the index. */
async function stagedEntries(repository) {
	const entries = /* @__PURE__ */ new Map();
	for (const line of decodePaths(await repository.git([
		"ls-files",
		"-z",
		"-s"
	]))) {
		const tab = line.indexOf("	");
		const [mode = "", id = ""] = line.slice(0, tab).split(" ");
		entries.set(line.slice(tab + 1), `${mode} ${id}`);
	}
	return entries;
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
async function emptyTree(repository) {
	return (await repository.git([
		"hash-object",
		"-t",
		"tree",
		"--stdin"
	], { input: "" })).toString().trim();
}
// ../packages/deploy/src/git/tree.ts
/** The tree of a commit, from git's own store: nothing is checked out. */
async function commitTree(repository, commit) {
	const ids = /* @__PURE__ */ new Map();
	for (const entry of decodePaths(await repository.git([
		"ls-tree",
		"-r",
		"-z",
		commit
	]))) {
		const tab = entry.indexOf("	");
		ids.set(entry.slice(tab + 1), idOf(entry.slice(0, tab), 2));
	}
	return {
		paths: [...ids.keys()].sort(),
		readTexts: (paths) => readBlobs(repository, paths, ids)
	};
}
/** What is on disk: committed, changed and new files; not what git ignores, not what was deleted. */
async function workingTree(repository, state) {
	const { paths } = state ?? await readWorkingState(repository);
	return {
		paths: [...paths].sort(),
		readTexts(wanted) {
			const texts = /* @__PURE__ */ new Map();
			for (const path of wanted) {
				const text = paths.has(path) ? readText(absolute(repository, path)) : void 0;
				if (text !== void 0) texts.set(path, text);
			}
			return Promise.resolve(texts);
		}
	};
}
/** The tree from which another one differs by the changes: what did not change is read there, and git lists nothing. */
function treeBefore(repository, now, changes) {
	const ids = /* @__PURE__ */ new Map();
	for (const [path, entry] of changes) if (entry) ids.set(path, idOf(entry, 1));
	let paths;
	return {
		get paths() {
			return paths ??= [...now.paths.filter((path) => !changes.has(path)), ...ids.keys()].sort();
		},
		async readTexts(wanted) {
			const same = await now.readTexts(wanted.filter((path) => !changes.has(path)));
			const other = await readBlobs(repository, wanted, ids);
			const texts = /* @__PURE__ */ new Map();
			for (const path of wanted) {
				const text = same.get(path) ?? other.get(path);
				if (text !== void 0) texts.set(path, text);
			}
			return texts;
		}
	};
}
/** A blob's id among the words of an entry. */
function idOf(entry, word) {
	return entry.split(" ")[word] ?? "";
}
/** As git has it: a link's text is its target. Nothing where a folder lies (a submodule), or nothing. */
function readText(at) {
	const found = lstatSync(at, { throwIfNoEntry: false });
	if (found?.isSymbolicLink()) return readlinkSync(at, "utf8");
	return found?.isFile() ? readFileSync(at, "utf8") : void 0;
}
async function readBlobs(repository, paths, ids) {
	const known = paths.filter((path) => ids.has(path));
	if (known.length === 0) return /* @__PURE__ */ new Map();
	const input = known.map((path) => `${ids.get(path)}\n`).join("");
	return readBatch(await repository.git(["cat-file", "--batch"], { input }), known);
}
/** `<id> SP <type> SP <size> LF <contents> LF`, once for each id that was asked for, in order. */
function readBatch(output, paths) {
	const texts = /* @__PURE__ */ new Map();
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
/** What differs between two commits: both sides of a rename, every kind of change, whatever the user's own settings. */
async function changesBetween(repository, base, head) {
	const output = await repository.git([
		"diff-tree",
		"-r",
		"-z",
		"--no-renames",
		"--relative",
		base,
		head
	]);
	const fields = decodePaths(output);
	const changes = /* @__PURE__ */ new Map();
	for (let at = 0; at + 1 < fields.length; at += 2) {
		const [mode = "", , id = ""] = fields[at].slice(1).split(" ");
		changes.set(fields[at + 1], existing(mode, id));
	}
	return changes;
}
/** What differs between a commit and the working tree: committed since, staged or not, new, deleted; nothing ignored. */
async function changesSince(repository, base, state) {
	const committed = await changesBetween(repository, base, state.commit);
	const changes = new Map(committed);
	for (const [path, { at, twice }] of state.dirty) {
		const before = committed.has(path) ? committed.get(path) : at;
		if ((twice || committed.has(path)) && await state.lying(path) === before) changes.delete(path);
		else changes.set(path, before);
	}
	return changes;
}
export { changesBetween, changesSince, commitTree, readWorkingState, treeBefore, workingTree };
