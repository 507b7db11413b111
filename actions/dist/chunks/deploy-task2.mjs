import { DeployError } from "./deploy-base.mjs";
import { oneLine } from "./deploy-base2.mjs";
import { shortArn } from "./deploy-base5.mjs";
// ../packages/deploy/src/task/container-log.ts
/** `undefined` where the container doesn't log by awslogs, or without a prefix (the stream's name is unknown then). */
function logStream(container, taskArn) {
	const { logDriver, options = {} } = container.logConfiguration ?? {};
	const logGroupName = options["awslogs-group"];
	const prefix = options["awslogs-stream-prefix"];
	if (logDriver !== "awslogs" || !logGroupName || !prefix) return void 0;
	return {
		logGroupName,
		logStreamName: `${prefix}/${container.name}/${shortArn(taskArn)}`
	};
}
/** The last lines of a stream; none when it can't be read, since a log only explains a verdict. */
async function lastLines(logs, stream, limit = 20) {
	if (!stream) return [];
	try {
		const { events = [] } = await logs.getLogEvents({
			...stream,
			limit,
			startFromHead: false
		});
		return events.map(({ message = "" }) => message.trimEnd()).filter(Boolean);
	} catch {
		return [];
	}
}
/** How many of the last lines are kept for the summary and for the hints. */
const tailLength = 40;
/** How many pages are read at a time: a container that writes faster than we read must not keep us from looking at its task. */
const pagesAtATime = 20;
/** Follows a stream while its container runs; `more()` says whether there was anything new. */
function followLog(logs, stream, log) {
	const tail = [];
	let token;
	let readable = true;
	async function page(from) {
		const answer = await logs.getLogEvents({
			...from,
			startFromHead: true,
			...token ? { nextToken: token } : {}
		});
		const end = answer.nextForwardToken === token;
		token = answer.nextForwardToken ?? token;
		for (const { message = "" } of answer.events ?? []) for (const line of asLines(message)) {
			log.info(`  | ${line}`);
			if (line && tail.push(line) > tailLength) tail.shift();
		}
		return !end && (answer.events?.length ?? 0) > 0;
	}
	return {
		tail,
		async more() {
			if (!stream || !readable) return false;
			let any = false;
			try {
				for (let pages = 0; pages < pagesAtATime && await page(stream); pages++) any = true;
			} catch (error) {
				if (error.name === "ResourceNotFoundException") return any;
				readable = false;
				log.warning(`The log ${stream.logGroupName} can't be read, so its lines are missing here: ${oneLine(error)}`);
			}
			return any;
		}
	};
}
/** A lone CR ends a line too where this is shown, and `##[` begins a command of the workflow's: a log gives none. */
function asLines(message) {
	return message.split(/\r\n|[\r\n]/).map((line) => line.replaceAll("##[", "## [").trimEnd());
}
// ../packages/deploy/src/task/definition.ts
/** What ECS adds when a definition is registered, and refuses to be given. */
const readOnly = /* @__PURE__ */ new Set([
	"taskDefinitionArn",
	"revision",
	"status",
	"requiresAttributes",
	"compatibilities",
	"registeredAt",
	"registeredBy",
	"deregisteredAt",
	"deleteRequestedAt"
]);
/** What a task definition says, ready to be registered as the family's next revision. */
function registrable(definition, tags = []) {
	const content = Object.fromEntries(Object.entries(definition).filter(([name]) => !readOnly.has(name)));
	const own = tags.filter(({ key }) => !key?.startsWith("aws:"));
	return {
		...content,
		family: definition.family,
		containerDefinitions: definition.containerDefinitions,
		...own.length > 0 ? { tags: own } : {}
	};
}
/** The container by name, or the only essential one when none is named. `about`: what an error begins with. */
function pickContainer(definition, name, about = "container") {
	const containers = definition.containerDefinitions ?? [];
	const essential = containers.filter(({ essential: is }) => is !== false);
	const found = name ? containers.find((container) => container.name === name) : essential[0];
	if (found?.name && (name || essential.length === 1)) return {
		...found,
		name: found.name
	};
	const known = containers.map((container) => container.name).join(", ");
	throw new DeployError("unknown-container", `${about}: ${definition.family} has the containers ${known || "(none)"}, got "${name ?? ""}"`);
}
function withImage(definition, container, image) {
	return {
		...definition,
		containerDefinitions: (definition.containerDefinitions ?? []).map((one) => one.name === container ? {
			...one,
			image
		} : one)
	};
}
/** The fields in which two definitions differ, sorted; containers as `containers.<name>.<field>`. Empty: the same content. */
function differences(one, other) {
	return compare(flatten(registrable(one)), flatten(registrable(other))).sort();
}
function flatten({ containerDefinitions = [], ...rest }) {
	const fields = /* @__PURE__ */ new Map();
	for (const [name, value] of Object.entries(rest)) fields.set(name, canonical(value));
	for (const container of containerDefinitions) for (const [name, value] of Object.entries(container)) fields.set(`containers.${container.name}.${name}`, canonical(value));
	return fields;
}
function compare(one, other) {
	return [.../* @__PURE__ */ new Set([...one.keys(), ...other.keys()])].filter((name) => (one.get(name) ?? "") !== (other.get(name) ?? ""));
}
/**
* A value as text that only its meaning changes: keys sorted, absent and empty alike (ECS fills in empty lists), and
* named lists (environment, secrets) sorted by name, since ECS gives them back in an order of its own.
*/
function canonical(value) {
	if (value === void 0 || value === null) return "";
	if (Array.isArray(value)) {
		const parts = value.map(canonical);
		return parts.length === 0 ? "" : `[${(value.every(isNamed) ? parts.sort() : parts).join(",")}]`;
	}
	if (typeof value !== "object") return JSON.stringify(value);
	const parts = Object.entries(value).map(([name, inner]) => [name, canonical(inner)]).filter(([, inner]) => inner !== "").sort(([a], [b]) => a < b ? -1 : 1).map(([name, inner]) => `${JSON.stringify(name)}:${inner}`);
	return parts.length === 0 ? "" : `{${parts.join(",")}}`;
}
function isNamed(entry) {
	return typeof entry === "object" && entry !== null && "name" in entry;
}
export { differences, followLog, lastLines, logStream, pickContainer, registrable, withImage };
