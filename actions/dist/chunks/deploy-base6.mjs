// ../packages/deploy/src/fenced.ts
/** Text as a code block of Markdown, whose fence is longer than any run of backticks in it. */
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
/** What to do, step by step, when a migration failed or was refused. */
const migrationRunbook = "https://github.com/cashsouk/cashsouk/blob/main/docs/runbooks/migration-failed.md";
export { fenced, migrationRunbook };
