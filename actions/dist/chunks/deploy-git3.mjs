import { changesBetween, changesSince, readWorkingState } from "./deploy-git2.mjs";
// ../packages/deploy/src/git/changed-files.ts
async function changedFiles(repository, base, head) {
	const changes = head ? await changesBetween(repository, base, head) : await changesSince(repository, base, await readWorkingState(repository));
	return new Set(changes.keys());
}
export { changedFiles };
