import { __exportAll } from "./rolldown-runtime.mjs";
import { DeployError } from "./deploy-base.mjs";
import { run } from "./deploy-process.mjs";
import { existsSync, realpathSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { isUtf8 } from "node:buffer";
// ../packages/deploy/src/git/path-bytes.ts
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
function decodePaths(output) {
	if (!isUtf8(output)) return splitNul(output).map(decodePath);
	const entries = output.toString().split("\0");
	entries.pop();
	return entries;
}
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
// ../packages/deploy/src/git/repository.ts
const defaultLimitMs = 12e4;
function openRepository(folder, signal) {
	if (!existsSync(folder)) throw new DeployError("no-repository", `working-directory: ${folder} does not exist`);
	const real = realpathSync(folder);
	const top = workTree(real);
	const env = gitEnvironment(top);
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
		prefix: real === top ? "" : `${relative(top, real)}/`,
		tryGit,
		async git(args, options) {
			const result = await tryGit(args, options);
			if (result.code === 0) return result.stdout;
			const why = result.timedOut ? "it took too long" : result.stderr.trim() || `exit code ${result.code}`;
			throw new DeployError("git-failed", `git ${args[0]} failed in ${real}: ${why}`);
		}
	};
}
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
function absolute({ folder }, path) {
	return encodePath(`${folder}/${path}`);
}
function workTree(folder) {
	for (let at = folder;; at = dirname(at)) {
		if (existsSync(join(at, ".git"))) return at;
		if (at === dirname(at)) throw new DeployError("no-repository", `working-directory: ${folder} is not inside a git repository`, "Run actions/checkout before this step.");
	}
}
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
// ../packages/deploy/src/git/index.ts
var git_exports = __exportAll({ openRepository: () => openRepository });
export { absolute, decodePath, decodePaths, encodePath, git_exports, openRepository, resolveCommit, splitNul };
