import { DeployError } from "./deploy-base.mjs";
import { shortArn } from "./deploy-base5.mjs";
import { isGreen } from "./deploy-rollout.mjs";
// ../packages/deploy/src/rollout/report.ts
const marks = {
	deployed: "✅",
	idle: "⚪",
	"rolled-back": "↩️",
	superseded: "⏭️",
	"timed-out": "⏱️",
	stopped: "⏹️",
	failed: "❌",
	"not-started": "⏸️"
};
const hints = {
	idle: "Raise the service's desired count, or say allow-zero: true.",
	"rolled-back": "Read the stopped tasks' reasons and the container's log above.",
	superseded: "Someone else deployed this service meanwhile: look at who, and deploy again if yours is the newer one.",
	"timed-out": "Read the last progress lines: tasks that don't start, or targets that don't become healthy.",
	stopped: "Look at who stopped it; deploy again when the reason is gone.",
	failed: "Look at what runs now before you deploy again."
};
function runbook(outcome) {
	return `https://github.com/cashsouk/cashsouk/blob/main/docs/runbooks/rollout-failed.md#${outcome}`;
}
function outcomeOf({ deployments }, allowZero) {
	return firstRed(deployments, allowZero)?.[1].outcome ?? "deployed";
}
function reasonOf({ deployments }, allowZero) {
	const first = firstRed(deployments, allowZero);
	if (!first) {
		const moved = [...deployments.values()].filter((one) => one.moved).length;
		return moved === 0 ? "nothing had to be moved" : `${moved} of ${deployments.size} services moved`;
	}
	const rest = [...deployments].filter(([name, one]) => name !== first[0] && !isGreen(one, allowZero)).map(([name, { outcome }]) => `${name} ${outcome}`).join(", ");
	return `${first[0]}: ${first[1].outcome}: ${first[1].reason}${rest ? ` (and ${rest})` : ""}`;
}
function requireDeployed(result, allowZero) {
	const red = firstRed(result.deployments, allowZero);
	if (!red) return;
	const [name, { outcome }] = red;
	const hint = [hintOf(result, name, outcome), runbook(outcome)].filter(Boolean).join(" ");
	throw new DeployError(outcome, reasonOf(result, allowZero), hint);
}
function hintOf({ hints: told }, name, outcome) {
	return told.get(name) ?? hints[outcome];
}
function rolloutSummary(cluster, result, allowZero) {
	const lines = [
		`### ${marks[outcomeOf(result, allowZero)]} Rollout to ${cluster}: ${outcomeOf(result, allowZero)}`,
		"",
		"| Service | Outcome | Revision | Before | Seconds | Reason |",
		"|---|---|---|---|---:|---|",
		...[...result.deployments].map(([name, one]) => row(name, one))
	];
	const told = [...[...result.deployments].filter(([, one]) => !isGreen(one, allowZero) && one.outcome !== "not-started").map(([name, { outcome }]) => {
		const what = `[What ${outcome} means, and what to do](${runbook(outcome)})`;
		return `- **${name}**: ${[cell(hintOf(result, name, outcome) ?? ""), what].filter(Boolean).join(" ")}`;
	}), ...[...result.notes].map(([name, note]) => `- ${name}: ${cell(note)}`)];
	if (told.length > 0) lines.push("", ...told);
	for (const [name, tail] of result.tails) lines.push("", `<details><summary>The end of ${name}'s log</summary>`, "", "````text", ...tail, "````", "</details>");
	return `${lines.join("\n")}\n`;
}
function row(name, { outcome, revision, previous, seconds, reason }) {
	const before = previous === revision ? "same" : `\`${shortArn(previous)}\``;
	return `| ${[
		name,
		`${marks[outcome]} ${outcome}`,
		`\`${shortArn(revision)}\``,
		before,
		seconds,
		cell(reason)
	].join(" | ")} |`;
}
function cell(text) {
	return text.replaceAll("|", "\\|").replaceAll("<", "&lt;").replaceAll(/\s+/g, " ");
}
function firstRed(deployments, allowZero) {
	return [...deployments].find(([, one]) => !isGreen(one, allowZero));
}
export { outcomeOf, reasonOf, requireDeployed, rolloutSummary };
