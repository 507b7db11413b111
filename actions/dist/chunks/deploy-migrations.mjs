import { __exportAll } from "./rolldown-runtime.mjs";
import { DeployError } from "./deploy-base.mjs";
import { reachCommit } from "./deploy-git4.mjs";
import { decodePath, splitNul } from "./deploy-git.mjs";
import { fenced, migrationRunbook } from "./deploy-base6.mjs";
import { createHash } from "node:crypto";
// ../packages/deploy/src/migrations/sql.ts
const opaque = /--[^\n]*|\/\*|\bE'(?:[^'\\]|\\[^]|'')*'|'(?:[^']|'')*'|"(?:[^"]|"")*"|\$(?:[A-Za-z_]\w*)?\$/gi;
function blankOpaque(sql) {
	let out = "";
	let at = 0;
	opaque.lastIndex = 0;
	for (let match = opaque.exec(sql); match; match = opaque.exec(sql)) {
		const end = match[0] === "/*" ? endOfComment(sql, match.index) : match.index + match[0].length;
		const letter = match[0].startsWith("\"") ? "q" : " ";
		out += sql.slice(at, match.index) + sql.slice(match.index, end).replaceAll(/[^\n]/g, letter);
		at = opaque.lastIndex = end;
	}
	return out + sql.slice(at);
}
function endOfComment(sql, from) {
	const mark = /\/\*|\*\//g;
	mark.lastIndex = from;
	for (let depth = 0, match = mark.exec(sql); match; match = mark.exec(sql)) {
		depth += match[0] === "/*" ? 1 : -1;
		if (depth === 0) return mark.lastIndex;
	}
	return sql.length;
}
// ../packages/deploy/src/migrations/destructive.ts
const rules = [
	[/\bDROP\s+(?:FOREIGN\s+|MATERIALIZED\s+)?(?:TABLE|SCHEMA|DATABASE|VIEW|SEQUENCE|TYPE|DOMAIN|EXTENSION|OWNED)\b/i, "drops what may hold data or be in use"],
	[/\bALTER\s+TABLE\b.*\bDROP\s+(?!CONSTRAINT\b|NOT\b|DEFAULT\b|EXPRESSION\b|IDENTITY\b)/i, "drops a column and what it holds"],
	[/\bALTER\s+TABLE\b.*\bALTER\s+(?:COLUMN\s+)?\S+\s+(?:SET\s+DATA\s+)?TYPE\b/i, "changes a column's type"],
	[/\bALTER\s+TABLE\b.*\bSET\s+NOT\s+NULL\b/i, "refuses rows that the running release may still write"],
	[/\bALTER\s+(?:TABLE|TYPE|VIEW|SCHEMA|SEQUENCE)\b.*\bRENAME\b/i, "renames what the running release knows by its old name"],
	[/\bTRUNCATE\b/i, "empties a table"],
	[/\bDELETE\s+FROM\b(?!.*\bWHERE\b)/i, "deletes every row"],
	[/\bDELETE\s+FROM\b.*\bWHERE\b/i, "deletes rows"],
	[/(?:^|\bBEGIN\s|\bTHEN\s|\bLOOP\s|\))\s*UPDATE\s+(?!.*\bWHERE\b)/i, "changes every row"],
	[/\bEXECUTE\b(?!\s+(?:FUNCTION|PROCEDURE|ON)\b)/i, "runs SQL that is put together as it runs, which nobody can read here"]
];
function findDestructive(sql) {
	const readable = blankOpaque(sql);
	const found = [];
	for (const { 0: part, index } of readable.matchAll(/[^;]+/g)) {
		const start = index + part.search(/\S|$/);
		const statement = part.trim().replaceAll(/\s+/g, " ");
		for (const [pattern, what] of rules) if (pattern.test(statement)) found.push({
			line: lineAt(sql, start),
			what,
			statement: onOneLine(sql.slice(start, index + part.length))
		});
	}
	return found;
}
const lineAt = (text, at) => text.slice(0, at).split("\n").length;
function onOneLine(statement) {
	const line = statement.trim().replaceAll(/\s+/g, " ");
	return line.length > 200 ? `${line.slice(0, 199)}…` : line;
}
// ../packages/deploy/src/migrations/read.ts
const sqlFile = "/migration.sql";
async function readMigrations(repository, commit, folder) {
	const found = [];
	for (const entry of splitNul(await repository.git([
		"ls-tree",
		"-r",
		"-z",
		commit,
		"--",
		folder
	]))) {
		const tab = entry.indexOf(9);
		const [mode = "", , id = ""] = entry.subarray(0, tab).toString().split(" ");
		const file = decodePath(entry.subarray(tab + 1));
		if (!mode.startsWith("100")) throw notFiles(file, mode);
		const name = file.slice(folder.length + 1, -14);
		if (file.endsWith(sqlFile) && name && !name.includes("/")) found.push({
			name: text(name),
			file,
			id
		});
	}
	return new Map(found.sort(byName).map((migration) => [migration.name, migration]));
}
function byName(one, other) {
	return Buffer.compare(Buffer.from(one.name), Buffer.from(other.name));
}
function text(name) {
	if (!/\p{Surrogate}/u.test(name)) return name;
	throw new DeployError("bad-migrations", `migrations: the name of ${JSON.stringify(name)} is not UTF-8`);
}
function notFiles(file, mode) {
	const what = mode === "120000" ? "a symbolic link" : "a submodule";
	return new DeployError("bad-migrations", `migrations: ${JSON.stringify(file)} is ${what}: its SQL lies elsewhere and can't be reviewed here`);
}
// ../packages/deploy/src/migrations/plan.ts
async function planMigrations(repository, request) {
	const { folder } = request;
	const base = request.base === void 0 ? void 0 : await reach(repository, request.base);
	const head = await reach(repository, "HEAD");
	const here = await readMigrations(repository, head, folder);
	if (here.size === 0) throw new DeployError("no-migrations", `migrations: want a folder with <name>/migration.sql in it at ${head.slice(0, 12)}, got "${folder}"`);
	const released = base ? await readMigrations(repository, base, folder) : new Map();
	refuseRewritten(released, here);
	const last = [...released.values()].at(-1);
	const pending = [];
	for (const migration of here.values()) {
		if (released.has(migration.name)) continue;
		const bytes = await repository.git([
			"cat-file",
			"blob",
			migration.id
		]);
		const sql = bytes.toString();
		pending.push({
			name: migration.name,
			sql,
			sha256: createHash("sha256").update(bytes).digest("hex"),
			destructive: findDestructive(sql),
			before: last && byName(migration, last) < 0 ? last.name : void 0
		});
	}
	return {
		folder,
		base,
		head,
		pending
	};
}
async function reach(repository, revision) {
	const found = await reachCommit(repository, revision, { deepen: true });
	if ("commit" in found) return found.commit;
	throw new DeployError("unknown-base", `base: ${found.missing}, so what is pending can't be told`, "Check out with fetch-depth: 0, or give the commit that is released.");
}
function refuseRewritten(released, here) {
	const problems = [];
	for (const { name, id } of released.values()) {
		const now = here.get(name);
		if (now?.id === id) continue;
		const renamed = [...here.values()].find((other) => other.id === id && !released.has(other.name));
		if (now) problems.push(`${name} was edited after its release: its checksum is another`);
		else if (renamed) problems.push(`${name} was renamed to ${renamed.name} after its release`);
		else problems.push(`${name} was deleted after its release`);
	}
	if (problems.length === 0) return;
	throw new DeployError("released-migration-changed", `migrations: ${problems.join("; ")}`, `Put back what is released and write a new migration. A rollback to an earlier commit runs no migration. ${migrationRunbook}`);
}
// ../packages/deploy/src/migrations/report.ts
const room = 7e5;
function planSummary({ folder, base, head, pending }) {
	const since = base ? `the released commit \`${base.slice(0, 12)}\`` : "the beginning (no commit is released)";
	const lines = [
		`### ${title(pending.length)}`,
		"",
		`In \`${folder}\`, from ${since} to \`${head.slice(0, 12)}\`, read from git alone: nothing was run.`
	];
	for (const { name, destructive, before } of pending) {
		for (const { line, what, statement } of destructive) lines.push("", `> ⚠️ ${code(name)} line ${line} ${what}: ${code(statement)}`);
		if (before) lines.push("", `> ⚠️ ${code(name)} sorts before ${code(before)}, which is released: a new database applies them in the other order`);
	}
	let left = room;
	for (const migration of pending) {
		lines.push("", ...folded(migration, left));
		left = Math.max(0, left - migration.sql.length);
	}
	return `${lines.join("\n")}\n`;
}
function planSql({ pending }) {
	return pending.map(({ name, sql }) => `-- ${JSON.stringify(name)}\n${sql.trimEnd()}\n`).join("\n");
}
function planReason({ pending }) {
	const destructive = pending.reduce((sum, one) => sum + one.destructive.length, 0);
	const marks = destructive > 0 ? `, ${destructive} of their statements destructive` : "";
	return `${title(pending.length)}${marks}`;
}
function title(count) {
	if (count === 0) return "No migration is pending";
	return count === 1 ? "1 migration is pending" : `${count} migrations are pending`;
}
function folded({ name, sql }, left) {
	const shown = sql.length > left ? `${sql.slice(0, left)}\n-- … ${sql.length - left} more characters` : sql.trimEnd();
	const lines = sql.trimEnd().split("\n").length;
	return [
		`<details><summary>${code(name)} (${lines === 1 ? "1 line" : `${lines} lines`})</summary>`,
		"",
		...fenced(shown, "sql"),
		"",
		"</details>"
	];
}
function code(text) {
	return `<code>${text.replaceAll(/[^\w .,:=/-]/gu, (letter) => `&#${letter.codePointAt(0)};`)}</code>`;
}
// ../packages/deploy/src/migrations/reviewed.ts
const reviewedVariable = "REVIEWED_MIGRATIONS";
function reviewedMigrations({ pending }) {
	const digest = createHash("sha256");
	for (const { name, sha256 } of pending) digest.update(`${name}\0${sha256}\n`);
	return JSON.stringify({
		pending: pending.map(({ name }) => name),
		sha256: digest.digest("hex")
	});
}
// ../packages/deploy/src/migrations/index.ts
var migrations_exports = __exportAll({
	planMigrations: () => planMigrations,
	planReason: () => planReason,
	planSql: () => planSql,
	planSummary: () => planSummary,
	reviewedMigrations: () => reviewedMigrations,
	reviewedVariable: () => reviewedVariable
});
export { migrations_exports };
