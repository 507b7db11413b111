import { affectedSummary, describeFinding, detectAffected } from "./chunks/deploy-affected.mjs";
import { openRepository } from "./chunks/deploy-git.mjs";
import { readReleases } from "./chunks/deploy-release.mjs";
import { runAction } from "./chunks/roof3.mjs";
import { DeployError } from "./chunks/deploy-base.mjs";
import { environments } from "./chunks/deploy-base3.mjs";
import { inputReader } from "./chunks/deploy-base2.mjs";
import { namesOf } from "./chunks/deploy-base4.mjs";
import { readFile } from "node:fs/promises";
// detect-affected/src/event.ts
const zeros = /^0+$/;
function baseOfEvent(event, payload, head) {
	switch (event) {
		case "pull_request":
		case "pull_request_target":
		case "merge_group": return mergeBaseOfEvent(event, payload, head);
		case "push": {
			const { before } = payload;
			if (before && !zeros.test(before)) return {
				kind: "revision",
				revision: before
			};
			return {
				kind: "none",
				why: "this push is the first of its branch or tag"
			};
		}
		default: return {
			kind: "none",
			why: event ? `the event ${event} names no base` : "there is no event and no base"
		};
	}
}
function mergeBaseOfEvent(event, payload, head) {
	const group = payload.merge_group?.base_sha;
	if (group) return {
		kind: "revision",
		revision: group
	};
	const other = payload.pull_request?.base?.sha;
	if (other) return {
		kind: "merge-base",
		with: other,
		head
	};
	const branch = payload.repository?.default_branch;
	if (branch) return {
		kind: "merge-base",
		with: `refs/remotes/origin/${branch}`,
		head
	};
	throw new DeployError("no-merge-base", `base: merge-base needs a pull request, a merge group or a default branch; the event ${event || "(none)"} has none`);
}
// detect-affected/src/inputs.ts
function parseInputs(raw) {
	const read = inputReader(raw);
	const environment = readEnvironment(read.optional("environment"), (text) => read.problem("environment", text));
	const ledger = read.optional("ledger") ?? (environment && namesOf(environment).ledger);
	if (ledger && !ledger.startsWith("/")) read.problem("ledger", `want a path that starts with "/", got "${ledger}"`);
	const base = read.optional("base") ?? "auto";
	if (base === "released" && !ledger) read.problem("base", "released needs the environment or the ledger");
	const inputs = {
		manifest: read.optional("manifest"),
		base: chooseBase$1(base, ledger),
		head: read.optional("head"),
		workingDirectory: read.optional("working-directory") ?? ".",
		deepen: read.flag("deepen", true),
		buildArgs: read.optional("build-args") ? read.map("build-args") : void 0,
		baseImages: read.flag("base-images", false)
	};
	for (const name of ["build-args", "base-images"]) if (inputs.base.kind !== "released" && ![void 0, "false"].includes(read.optional(name))) read.problem(name, "is compared with releases: give the environment or the ledger");
	for (const [name, value] of [["base", base], ["head", inputs.head]]) if (value?.startsWith("-")) read.problem(name, `want a revision, got "${value}"`);
	read.done();
	return inputs;
}
function chooseBase$1(base, ledger) {
	if (base === "merge-base") return { kind: "merge-base" };
	if (base !== "auto" && base !== "released") return {
		kind: "revision",
		revision: base
	};
	return ledger ? {
		kind: "released",
		ledger
	} : { kind: "event" };
}
function readEnvironment(text, problem) {
	const found = environments.find((environment) => environment === text);
	if (text && !found) problem(`want one of ${environments.join(", ")}, got "${text}"`);
	return found;
}
// detect-affected/src/outputs.ts
function outputs(findings) {
	const affected = findings.filter(({ reasons }) => reasons.length > 0);
	const named = {
		services: affected.map(({ service }) => service.name),
		matrix: { include: affected.map(({ service: { name, package: workspacePackage, dockerfile } }) => ({
			service: name,
			package: workspacePackage,
			dockerfile
		})) },
		any: affected.length > 0,
		reasons: Object.fromEntries(findings.map(({ service, reasons }) => [service.name, reasons])),
		bases: Object.fromEntries(findings.map(({ service, base }) => [service.name, base ?? null]))
	};
	const ofEach = findings.map(({ service, reasons }) => [service.name, reasons.length > 0]);
	return {
		...Object.fromEntries(ofEach),
		...named
	};
}
// detect-affected/src/main.ts
runAction(async ({ read, aws, log, cancelled, output, summarise }) => {
	const { head, manifest, deepen, buildArgs, baseImages, ...inputs } = read(parseInputs);
	const findings = await detectAffected(openRepository(inputs.workingDirectory, cancelled), {
		base: await chooseBase(inputs.base, head ?? "HEAD", aws),
		deepen,
		outside: {
			...buildArgs ? { args: buildArgs } : {},
			...baseImages ? { digestOf: await digestReader(cancelled) } : {}
		},
		...head ? { head } : {},
		...manifest ? { manifest } : {}
	});
	for (const finding of findings) log.info(describeFinding(finding));
	if (findings.every(({ reasons }) => reasons.length === 0)) log.info("Nothing is affected.");
	output(outputs(findings));
	await summarise(affectedSummary(findings));
});
async function digestReader(signal) {
	const { resolveDigest, withDocker } = await import("./chunks/deploy-image.mjs").then((n) => n.image_exports);
	return (reference) => withDocker(signal, (docker) => resolveDigest(docker, reference));
}
async function chooseBase(base, head, aws) {
	switch (base.kind) {
		case "revision": return base;
		case "released": {
			const { SSM } = await import("./chunks/client-ssm.mjs").then((n) => n.ssm_exports);
			return {
				kind: "released",
				releases: await readReleases(aws(SSM), base.ledger)
			};
		}
		case "merge-base": return mergeBaseOfEvent(eventName(), await readEvent(), head);
		case "event": return baseOfEvent(eventName(), await readEvent(), head);
		default: return base;
	}
}
function eventName() {
	return process.env["GITHUB_EVENT_NAME"] ?? "";
}
async function readEvent() {
	const path = process.env["GITHUB_EVENT_PATH"];
	return path ? JSON.parse(await readFile(path, "utf8")) : {};
}
export {};
