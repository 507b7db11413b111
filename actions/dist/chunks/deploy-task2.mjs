import { DeployError } from "./deploy-base.mjs";
import { oneLine } from "./deploy-base2.mjs";
import { shortArn } from "./deploy-base5.mjs";
// ../packages/deploy/src/task/container-log.ts
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
const tailLength = 40;
const pagesAtATime = 20;
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
function asLines(message) {
	return message.split(/\r\n|[\r\n]/).map((line) => line.replaceAll("##[", "## [").trimEnd());
}
// ../packages/deploy/src/task/definition.ts
const readOnly = new Set([
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
function differences(one, other) {
	return compare(flatten(registrable(one)), flatten(registrable(other))).sort();
}
function flatten({ containerDefinitions = [], ...rest }) {
	const fields = new Map();
	for (const [name, value] of Object.entries(rest)) fields.set(name, canonical(value));
	for (const container of containerDefinitions) for (const [name, value] of Object.entries(container)) fields.set(`containers.${container.name}.${name}`, canonical(value));
	return fields;
}
function compare(one, other) {
	return [...new Set([...one.keys(), ...other.keys()])].filter((name) => (one.get(name) ?? "") !== (other.get(name) ?? ""));
}
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
