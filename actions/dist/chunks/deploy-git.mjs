import { DeployError } from "./deploy-base.mjs";
import { run } from "./deploy-process.mjs";
import { existsSync, realpathSync } from "node:fs";
import { dirname, join } from "node:path";
import { lstat, readFile, readlink } from "node:fs/promises";
// ../packages/deploy/src/git/repository.ts
const defaultLimitMs = 12e4;
function openRepository(folder, signal) {
	if (!existsSync(folder)) throw new DeployError("no-repository", `working-directory: ${folder} does not exist`);
	const real = realpathSync(folder);
	const env = gitEnvironment(workTree(real));
	const tryGit = (args, options = {}) => run("git", [
		"-c",
		"core.quotePath=false",
		"-c",
		"core.fileMode=true",
		...args
	], {
		cwd: real,
		env,
		limitMs: options.limitMs ?? defaultLimitMs,
		...signal ? { signal } : {},
		...options.input === void 0 ? {} : { input: options.input }
	});
	return {
		folder: real,
		tryGit,
		async git(args, options) {
			const result = await tryGit(args, options);
			if (result.code === 0) return result.stdout;
			const why = result.timedOut ? "it took too long" : result.stderr.trim() || `exit code ${result.code}`;
			throw new DeployError("git-failed", `git ${args[0]} failed in ${real}: ${why}`);
		}
	};
}
/** The full id of the commit that a revision names; `undefined` when this clone doesn't have it. */
async function resolveCommit(repository, revision) {
	const result = await repository.tryGit([
		"rev-parse",
		"--verify",
		"--quiet",
		"--end-of-options",
		`${revision}^{commit}`
	]);
	return result.code === 0 ? result.stdout.toString().trim() : void 0;
}
function workTree(folder) {
	for (let at = folder;; at = dirname(at)) {
		if (existsSync(join(at, ".git"))) return at;
		if (at === dirname(at)) throw new DeployError("no-repository", `working-directory: ${folder} is not inside a git repository`, "Run actions/checkout before this step.");
	}
}
/**
* In a container the checkout often belongs to another user, and git then refuses it ("dubious ownership").
* Whoever starts us on a folder trusts that folder: this one, for these calls, is declared safe, and no other.
*/
function gitEnvironment(workTreeFolder) {
	return {
		...process.env,
		LC_ALL: "C",
		GIT_TERMINAL_PROMPT: "0",
		GIT_OPTIONAL_LOCKS: "0",
		GIT_CONFIG_COUNT: "1",
		GIT_CONFIG_KEY_0: "safe.directory",
		GIT_CONFIG_VALUE_0: workTreeFolder
	};
}
// ../packages/deploy/src/git/path-bytes.ts
/**
* A file's name is bytes, and git prints them as they are. They become text here and can be turned back without loss:
* a byte that is not UTF-8 becomes a lone surrogate, U+DC80 to U+DCFF (the way of Python's `surrogateescape`).
*/
const strict = new TextDecoder("utf-8", {
	fatal: true,
	ignoreBOM: true
});
const escaped = /[\udc80-\udcff]/;
function decodePath(bytes) {
	try {
		return strict.decode(bytes);
	} catch {
		return decodeLossless(bytes);
	}
}
function encodePath(path) {
	if (!escaped.test(path)) return Buffer.from(path);
	return Buffer.concat([...path].map((character) => {
		const code = character.codePointAt(0) ?? 0;
		return code >= 56448 && code <= 56575 ? Buffer.from([code - 56320]) : Buffer.from(character);
	}));
}
/** Splits what git prints with `-z`: each entry ends with NUL. */
function splitNul(output) {
	const parts = [];
	let start = 0;
	for (let end = output.indexOf(0); end >= 0; end = output.indexOf(0, start)) {
		parts.push(output.subarray(start, end));
		start = end + 1;
	}
	return parts;
}
function decodeLossless(bytes) {
	let text = "";
	for (let at = 0; at < bytes.length;) {
		const length = [
			1,
			2,
			3,
			4
		].find((size) => isCharacter(bytes.subarray(at, at + size)));
		text += length ? strict.decode(bytes.subarray(at, at + length)) : String.fromCharCode(56320 + (bytes[at] ?? 0));
		at += length ?? 1;
	}
	return text;
}
function isCharacter(bytes) {
	try {
		return [...strict.decode(bytes)].length === 1;
	} catch {
		return false;
	}
}
// ../packages/deploy/src/git/tree.ts
/** The tree of a commit, from git's own store: nothing is checked out. */
async function commitTree(repository, commit) {
	const ids = /* @__PURE__ */ new Map();
	for (const entry of splitNul(await repository.git([
		"ls-tree",
		"-r",
		"-z",
		commit
	]))) {
		const tab = entry.indexOf(9);
		const [, , id = ""] = entry.subarray(0, tab).toString().split(" ");
		ids.set(decodePath(entry.subarray(tab + 1)), id);
	}
	return {
		paths: [...ids.keys()].sort(),
		async readTexts(paths) {
			const known = paths.filter((path) => ids.has(path));
			if (known.length === 0) return /* @__PURE__ */ new Map();
			const input = known.map((path) => `${ids.get(path)}\n`).join("");
			return readBatch(await repository.git(["cat-file", "--batch"], { input }), known);
		}
	};
}
/** What is on disk: committed, changed and new files; not what git ignores, not what was deleted. */
async function workingTree(repository) {
	const listed = await repository.git([
		"ls-files",
		"-z",
		"--cached",
		"--others",
		"--exclude-standard"
	]);
	const paths = [...new Set(splitNul(listed).map(decodePath))].map((path) => path.replace(/\/$/, ""));
	const present = await Promise.all(paths.map((path) => lstat(absolute(repository, path)).then(ok, isAbsent)));
	return {
		paths: paths.filter((_, index) => present[index]).sort(),
		async readTexts(wanted) {
			const known = new Set(paths);
			const texts = /* @__PURE__ */ new Map();
			for (const path of wanted) if (known.has(path)) await readText(repository, path).then((text) => texts.set(path, text), isAbsent);
			return texts;
		}
	};
}
/** A path of the repository as the file system wants it. */
function absolute(repository, path) {
	return encodePath(join(repository.folder, path));
}
async function readText(repository, path) {
	const at = absolute(repository, path);
	return (await lstat(at)).isSymbolicLink() ? readlink(at, "utf8") : readFile(at, "utf8");
}
const ok = () => true;
function isAbsent(error) {
	if (error.code === "ENOENT" || error.code === "ENOTDIR") return false;
	throw error;
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
// ../packages/deploy/src/git/hidden.ts
/**
* Paths that differ from a commit although git was told not to look at them: `assume-unchanged` (a small letter in
* `ls-files -v`) and `skip-worktree` (S). A build takes what lies there, so we look.
*/
async function hiddenChanges(repository, base) {
	const hidden = splitNul(await repository.git([
		"ls-files",
		"-z",
		"-v"
	])).filter((entry) => /^[a-zS] /.test(entry.toString("latin1"))).map((entry) => entry.subarray(2));
	if (hidden.length === 0) return [];
	const wanted = /* @__PURE__ */ new Map();
	for (const entry of splitNul(await repository.git([
		"ls-tree",
		"-r",
		"-z",
		base
	]))) {
		const tab = entry.indexOf(9);
		const [mode = "", , id = ""] = entry.subarray(0, tab).toString().split(" ");
		wanted.set(decodePath(entry.subarray(tab + 1)), `${mode} ${id}`);
	}
	const changed = [];
	for (const path of hidden.map(decodePath)) if (await present(repository, path) !== wanted.get(path)) changed.push(path);
	return changed;
}
/** Mode and id of what lies there, as git would store it; `undefined` where nothing does. */
async function present(repository, path) {
	const found = await lstat(absolute(repository, path)).catch(() => void 0);
	if (!found) return void 0;
	if (!found.isFile()) return "other";
	const id = await repository.git([
		"hash-object",
		"--",
		path
	]);
	return `${found.mode & 64 ? "100755" : "100644"} ${id.toString().trim()}`;
}
// ../packages/deploy/src/git/changes.ts
/** Renames count as both sides; a user's own diff settings change nothing. */
const diff = [
	"diff",
	"-z",
	"--name-only",
	"--no-renames",
	"--no-ext-diff",
	"--relative",
	"--ignore-submodules=none"
];
/**
* Every path that differs between a commit and another one, or the working tree (changed, new and deleted files,
* whether committed, staged or not; nothing that git ignores).
*/
async function changedFiles(repository, base, head) {
	const changed = splitNul(await repository.git([
		...diff,
		base,
		...head ? [head] : [],
		"--"
	]));
	const untracked = head ? [] : splitNul(await repository.git([
		"ls-files",
		"-z",
		"--others",
		"--exclude-standard"
	]));
	const hidden = head ? [] : await hiddenChanges(repository, base);
	return new Set([...[...changed, ...untracked].map(decodePath), ...hidden].map((path) => path.replace(/\/$/, "")));
}
// ../packages/deploy/src/git/history.ts
const fetchLimitMs = 3e5;
/** A fetch deepens by 2, 4, 8 … commits; what is not found within these is fetched whole. */
const doublings = 12;
/** The commit that a revision names, fetched when this clone doesn't have it. */
async function reachCommit(repository, revision, { deepen }) {
	const find = () => resolveCommit(repository, revision);
	const commit = await find() ?? (deepen ? await fetchCommit(repository, revision, find) : void 0);
	return commit ? { commit } : { missing: missing(revision, deepen) };
}
/** The best common ancestor of two revisions, deepening the clone until it is there. */
async function reachMergeBase(repository, [ours, theirs], reach) {
	const other = await reachCommit(repository, theirs, reach);
	if ("missing" in other) return other;
	const find = async () => {
		const result = await repository.tryGit([
			"merge-base",
			ours,
			other.commit
		]);
		return result.code === 0 ? result.stdout.toString().trim() : void 0;
	};
	const commit = await find() ?? (reach.deepen ? await deepenUntil(repository, find) : void 0);
	return commit ? { commit } : { missing: `${ours} and ${theirs} have no common ancestor in this clone` };
}
function missing(revision, deepen) {
	return deepen ? `commit ${revision} is neither in this clone nor can it be fetched (force push, or deleted)` : `commit ${revision} is not in this clone, and deepen is false`;
}
async function fetchCommit(repository, revision, find) {
	await fetch(repository, [
		...await isShallow(repository) ? ["--depth=1"] : [],
		"origin",
		revision
	]);
	return await find() ?? deepenUntil(repository, find);
}
async function deepenUntil(repository, find) {
	for (let step = 1; step <= doublings && await isShallow(repository); step++) {
		if (!await fetch(repository, [`--deepen=${2 ** step}`, "origin"])) return void 0;
		const found = await find();
		if (found) return found;
	}
	if (await isShallow(repository)) await fetch(repository, ["--unshallow", "origin"]);
	return find();
}
async function isShallow(repository) {
	return (await repository.git(["rev-parse", "--is-shallow-repository"])).toString().trim() === "true";
}
async function fetch(repository, args) {
	return (await repository.tryGit([
		"fetch",
		"--quiet",
		"--no-tags",
		"--no-recurse-submodules",
		...args
	], { limitMs: fetchLimitMs })).code === 0;
}
export { absolute, changedFiles, commitTree, decodePath, encodePath, openRepository, reachCommit, reachMergeBase, resolveCommit, splitNul, workingTree };
