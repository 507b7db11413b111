// ../packages/deploy/src/fenced.ts
function fenced(text, language) {
	const longest = Math.max(3, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
	const fence = "`".repeat(longest + 1);
	return [
		`${fence}${language}`,
		text,
		fence
	];
}
// ../packages/deploy/src/migration-runbook.ts
const migrationRunbook = "https://github.com/cashsouk/cashsouk/blob/main/docs/runbooks/migration-failed.md";
export { fenced, migrationRunbook };
