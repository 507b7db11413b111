import { resolveCommit } from "./deploy-git.mjs";
// ../packages/deploy/src/git/history.ts
const fetchLimitMs = 3e5;
const doublings = 12;
async function reachCommit(repository, revision, { deepen }) {
	const find = () => resolveCommit(repository, revision);
	const commit = await find() ?? (deepen ? await fetchCommit(repository, revision, find) : void 0);
	return commit ? { commit } : { missing: missing(revision, deepen) };
}
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
export { reachCommit, reachMergeBase };
