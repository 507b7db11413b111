import { DeployError } from "./deploy-base.mjs";
import { askPatiently, oneLine, whyFailed } from "./deploy-base2.mjs";
import { readReleases, refuseOlder } from "./deploy-release.mjs";
import { array, boolean, number, object, pipe, record, string, transform, union } from "./zod.mjs";
import { StackFailure, asEnd, changedStack, deleteEmptyStack, deleteStack, describeStack, isMissing, nextStep, settledStack, succeeded, until } from "./deploy-stack2.mjs";
import { require_dist } from "./yaml.mjs";
import { readFileSync } from "node:fs";
import { basename, dirname, extname, join, normalize } from "node:path";
import { createHash, randomUUID } from "node:crypto";
// ../packages/deploy/src/stack/artifacts.ts
function parseArtifacts(text) {
	const bucket = "([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])";
	const plain = new RegExp(`^${bucket}$`).exec(text);
	if (plain) return {
		bucket: plain[1],
		endpoint: void 0
	};
	const addressed = new RegExp(`^(https?://[^/\\s]+)/${bucket}/?$`).exec(text);
	return addressed ? {
		endpoint: addressed[1],
		bucket: addressed[2]
	} : void 0;
}
function objectUrl({ bucket, endpoint }, region, key) {
	return endpoint ? `${endpoint}/${bucket}/${key}` : `https://${bucket}.s3.${region}.amazonaws.com/${key}`;
}
async function upload({ artifacts: store, log }, artifacts, templates) {
	const count = (await Promise.all(templates.map(async ({ key, text }) => {
		if (await holds(store, artifacts.bucket, key)) return 0;
		await store.putObject({
			Bucket: artifacts.bucket,
			Key: key,
			Body: text,
			ContentType: "text/yaml"
		}).catch(failed(artifacts));
		return 1;
	}))).filter(Boolean).length;
	log.info(`${templates.length} templates: ${count} uploaded, ${templates.length - count} there already`);
}
async function holds(store, bucket, key) {
	try {
		await store.headObject({
			Bucket: bucket,
			Key: key
		});
		return true;
	} catch (error) {
		const status = error.$metadata?.httpStatusCode;
		if (status === 404 || status === 403) return false;
		throw error;
	}
}
function failed({ bucket }) {
	return (cause) => {
		throw new DeployError("artifacts", `artifacts: can't write to the bucket ${bucket}: ${cause.message}`, void 0, { cause });
	};
}
// ../packages/deploy/src/stack/difference.ts
function difference(stack, deployedText, desired) {
	if ([...desired.tree.templates.values()].some(hasLookedUpParameter)) return {
		kind: "more",
		what: "looked-up parameters"
	};
	if (deployedText.trimEnd() !== desired.text.trimEnd()) return {
		kind: "more",
		what: "the template"
	};
	if (!sameTags(stack, desired.tags)) return {
		kind: "more",
		what: "tags"
	};
	const changed = changedParameters(stack, desired);
	const beyondImages = changed.filter((name) => !desired.images.has(name));
	if (beyondImages.length > 0) return {
		kind: "more",
		what: `parameters: ${beyondImages.join(", ")}`
	};
	return changed.length > 0 ? {
		kind: "images",
		parameters: changed
	} : { kind: "none" };
}
function hasLookedUpParameter({ parameters }) {
	return [...parameters.values()].some(({ type }) => type.startsWith("AWS::SSM::Parameter::Value<"));
}
function sameTags(stack, tags) {
	const present = new Map((stack.Tags ?? []).map(({ Key, Value }) => [Key, Value]));
	return present.size === Object.keys(tags).length && Object.entries(tags).every(([key, value]) => present.get(key) === value);
}
function changedParameters(stack, { tree, parameters }) {
	const present = new Map((stack.Parameters ?? []).map(({ ParameterKey, ParameterValue }) => [ParameterKey, ParameterValue]));
	return [...tree.templates.get(tree.root).parameters].flatMap(([name, parameter]) => {
		const wanted = parameters.get(name) ?? { value: parameter.default ?? "" };
		if ("previous" in wanted) return [];
		return parameter.noEcho || present.get(name) !== wanted.value ? [name] : [];
	});
}
// ../packages/deploy/src/stack/events.ts
async function followEvents(api, stackId) {
	const stacks = new Map([[stackId, ""]]);
	const seen = new Set();
	let since = 0;
	for (const event of (await readPage(api, stackId)).StackEvents ?? []) seen.add(event.EventId ?? "");
	const unseen = async (id) => {
		const found = [];
		let token;
		do {
			const page = await readPage(api, id, token);
			for (const event of page.StackEvents ?? []) {
				if (seen.has(event.EventId ?? "") || timeOf(event) < since) return found;
				found.push(event);
			}
			token = page.NextToken;
		} while (token);
		return found;
	};
	return async () => {
		const found = [];
		for (const [id, path] of stacks) {
			const events = (await unseen(id)).reverse();
			since ||= events[0] ? timeOf(events[0]) : 0;
			for (const event of events) {
				const isStack = event.ResourceType === "AWS::CloudFormation::Stack";
				const itself = isStack && event.PhysicalResourceId === id;
				const place = itself ? path : [path, event.LogicalResourceId].filter(Boolean).join("/");
				if (isStack && !itself && event.PhysicalResourceId) stacks.set(event.PhysicalResourceId, place);
				found.push({
					event,
					path: place
				});
			}
		}
		for (const { event } of found) seen.add(event.EventId ?? "");
		return found.sort((a, b) => timeOf(a.event) - timeOf(b.event));
	};
}
async function readPage(api, id, token) {
	try {
		return await api.describeStackEvents({
			StackName: id,
			...token ? { NextToken: token } : {}
		});
	} catch (error) {
		if (isMissing(error)) return {};
		throw error;
	}
}
function failuresIn(events) {
	const failed = events.filter(({ event }) => event.ResourceStatus?.endsWith("_FAILED"));
	const inOrder = (a, b) => timeOf(a.event) - timeOf(b.event) || depth(b) - depth(a);
	const causes = failed.filter(({ event }) => !isConsequence(event)).sort(inOrder);
	const turned = events.filter(({ event, path }) => path === "" && event.ResourceStatus?.includes("ROLLBACK") && event.ResourceStatusReason);
	return ([
		causes,
		failed.filter(({ event, path }) => path !== "" && !isCancelled(event)).sort(inOrder),
		turned,
		failed
	].find((list) => list.length > 0) ?? []).map(({ event, path }) => ({
		path,
		type: event.ResourceType ?? "",
		reason: event.ResourceStatusReason ?? event.ResourceStatus ?? "no reason given"
	}));
}
function depth({ path }) {
	return path === "" ? 0 : path.split("/").length;
}
function isCancelled({ ResourceStatusReason: reason = "" }) {
	return /^Resource (creation|update|deletion) cancelled/i.test(reason);
}
function isConsequence(event) {
	const { ResourceStatusReason: reason = "" } = event;
	return isCancelled(event) || /^Embedded stack|The following resource\(s\) failed/i.test(reason);
}
function timeOf(event) {
	return event.Timestamp?.getTime() ?? 0;
}
// ../packages/deploy/src/stack/execute.ts
async function executeChangeSet(ports, request, { reference }, options) {
	const { cloudFormation, clock, log } = ports;
	await perform(ports, request, {
		stackId: reference.StackName,
		kind: options.kind,
		good: succeeded,
		async start(ClientRequestToken) {
			const rollback = options.keepFailed ? { DisableRollback: true } : {};
			try {
				await cloudFormation.executeChangeSet({
					...reference,
					...rollback,
					ClientRequestToken
				});
			} catch (error) {
				const asked = () => cloudFormation.describeChangeSet(reference);
				const { ExecutionStatus } = await askPatiently({
					clock,
					log
				}, request.name, asked);
				if (ExecutionStatus?.startsWith("EXECUTE_")) return;
				await options.discard().catch(() => void 0);
				throw error;
			}
		}
	});
}
async function perform(ports, request, operation) {
	const { cloudFormation, clock, cancelled, log } = ports;
	const { name, waitMs } = request;
	const newEvents = await followEvents(cloudFormation, operation.stackId);
	const token = `deploy-${randomUUID()}`;
	const settled = () => ports.onPending?.(void 0);
	if (operation.kind === "update") ports.onPending?.({
		name,
		stackId: operation.stackId,
		token
	});
	try {
		await operation.start(token);
	} catch (error) {
		settled();
		throw error;
	}
	const startedAt = clock.now();
	const events = [];
	const ended = async () => {
		const latest = await newEvents();
		for (const followed of latest.filter(isNews)) log.info(describe(followed, clock.now() - startedAt));
		events.push(...latest);
		const status = latest.filter(({ path, event }) => path === "" && isOurs(event.ClientRequestToken, token)).at(-1)?.event.ResourceStatus;
		return status === void 0 || status.endsWith("_IN_PROGRESS") ? void 0 : status;
	};
	const wait = {
		clock,
		log,
		cancelled,
		limitMs: waitMs,
		about: name,
		what: `the ${operation.kind} goes on in CloudFormation, and was not done`
	};
	const status = await until(wait, ended).catch(async (error) => {
		if (error instanceof DeployError && error.code === "cancelled" && operation.kind === "update") throw await takeBack(ports, request, operation.stackId, ended);
		settled();
		throw error;
	});
	settled();
	if (operation.good(status)) return;
	const failures = failuresIn(events);
	const [first] = failures;
	const place = first?.path ? `${first.path} (${first.type}): ` : "";
	const reason = first ? place + first.reason : "CloudFormation gives no reason";
	throw new StackFailure(`${name}: ${status}: ${reason}`, hintFor(status), status, failures);
}
const graceMs = 5e3;
async function takeBack({ cloudFormation, clock, log, onPending }, { name }, stackId, ended) {
	const told = (what) => new DeployError("cancelled", `${name}: the run was cancelled; ${what}`);
	try {
		await cloudFormation.cancelUpdateStack({ StackName: stackId });
	} catch (error) {
		return told(`the update goes on in CloudFormation, since it could not be cancelled there: ${oneLine(error)}`);
	}
	const { signal: cancelled } = new AbortController();
	const status = await until({
		clock,
		log,
		cancelled,
		limitMs: graceMs,
		about: name,
		what: "its rollback was not done"
	}, ended).catch(() => void 0);
	if (status === void 0) return told("the update is cancelled, and CloudFormation goes on rolling it back");
	onPending?.(void 0);
	if (succeeded(status)) return told(`the update had come to its end before it could be cancelled: ${status}`);
	return told(`the update was cancelled and rolled back: ${status}`);
}
function isOurs(found, token) {
	return found === void 0 || found === token;
}
function hintFor(status) {
	if (status === "ROLLBACK_COMPLETE") return "Its creation was rolled back. Mend the cause, then run it with `replace-failed: true`.";
	if (status === "UPDATE_ROLLBACK_FAILED") return "The rollback failed as well. Run it again: it says what `continue-rollback` would skip.";
	if (status.endsWith("ROLLBACK_COMPLETE")) return "The stack is as it was before.";
	if (status === "UPDATE_FAILED") return "It was not rolled back, as before. Mend the cause and run it again, or roll it back (aws cloudformation rollback-stack).";
	return "The stack needs a hand: look at its events in the CloudFormation console.";
}
function isNews({ event, path }) {
	return path === "" || event.PhysicalResourceId !== event.StackId || Boolean(event.ResourceStatusReason);
}
function describe({ event, path }, elapsedMs) {
	const seconds = Math.floor(elapsedMs / 1e3);
	const elapsed = `${Math.floor(seconds / 60)}m ${String(seconds % 60).padStart(2, "0")}s`;
	const place = path === "" ? event.StackName : `${path} (${event.ResourceType})`;
	const reason = event.ResourceStatusReason ? `: ${event.ResourceStatusReason}` : "";
	return `[${elapsed}] ${event.ResourceStatus} ${place}${reason}`;
}
// ../packages/deploy/src/stack/stateful.ts
const nestedStack = "AWS::CloudFormation::Stack";
const stateful = new Set([
	"AWS::Backup::BackupVault",
	"AWS::Cognito::UserPool",
	"AWS::DocDB::DBCluster",
	"AWS::DynamoDB::GlobalTable",
	"AWS::DynamoDB::Table",
	"AWS::EC2::Volume",
	"AWS::ECR::Repository",
	"AWS::EFS::FileSystem",
	"AWS::ElastiCache::CacheCluster",
	"AWS::ElastiCache::ReplicationGroup",
	"AWS::ElastiCache::ServerlessCache",
	"AWS::Elasticsearch::Domain",
	"AWS::FSx::FileSystem",
	"AWS::FSx::Volume",
	"AWS::KMS::Key",
	"AWS::KMS::ReplicaKey",
	"AWS::Kinesis::Stream",
	"AWS::Logs::LogGroup",
	"AWS::MemoryDB::Cluster",
	"AWS::MSK::Cluster",
	"AWS::Neptune::DBCluster",
	"AWS::OpenSearchServerless::Collection",
	"AWS::OpenSearchService::Domain",
	"AWS::RDS::DBCluster",
	"AWS::RDS::DBInstance",
	"AWS::RDS::GlobalCluster",
	"AWS::Redshift::Cluster",
	"AWS::Route53::HostedZone",
	"AWS::S3::Bucket",
	"AWS::SQS::Queue",
	"AWS::SecretsManager::Secret",
	"AWS::Timestream::Table"
]);
function refusals(changes, allowed) {
	return changes.flatMap((change) => {
		if (change.action === "Remove") {
			if (!stateful.has(change.type) && change.type !== "AWS::CloudFormation::Stack") return [];
			return isNamed(change, allowed.removal) ? [] : [`${change.path} (${change.type}) would be removed`];
		}
		if (!stateful.has(change.type)) return [];
		if (change.replacement === void 0 || change.replacement === "False") return [];
		if (isNamed(change, allowed.replacement)) return [];
		const verb = change.replacement === "True" ? "would" : "might";
		return [`${change.path} (${change.type}) ${verb} be replaced`];
	});
}
function isNamed({ path }, names) {
	return names.includes(path) || names.includes(path.slice(path.lastIndexOf("/") + 1));
}
// ../packages/deploy/src/stack/change-set.ts
const lagMs = 6e4;
async function createChangeSet(api, input, wait, discard) {
	const { Id = "", StackId = "" } = await createAnew(api, input);
	const reference = {
		StackName: StackId,
		ChangeSetName: Id
	};
	const madeAt = wait.clock.now();
	try {
		const made = await until(wait, async () => {
			const page = await api.describeChangeSet(reference).catch((error) => {
				if (isGone(error) && wait.clock.now() - madeAt < lagMs) return void 0;
				throw error;
			});
			return page?.Status === "CREATE_COMPLETE" || page?.Status === "FAILED" ? page : void 0;
		});
		if (made.Status === "CREATE_COMPLETE") return await readChangeSet(api, reference);
		const reason = await rootReason(api, made);
		if (!isEmpty(reason)) throw new DeployError("change-set-failed", `${input.StackName}: no change set can be made: ${reason}`);
	} catch (error) {
		await discard(reference).catch(() => void 0);
		throw error;
	}
	await discard(reference);
}
async function readChangeSet(api, reference) {
	const nested = [];
	return {
		reference,
		changes: await readChanges(api, reference, nested),
		nested
	};
}
function isGone({ name }) {
	return /^ChangeSetNotFound/.test(name);
}
async function createAnew(api, input) {
	try {
		return await api.createChangeSet(input);
	} catch (error) {
		if (!/^AlreadyExists/.test(error.name)) throw error;
		await api.deleteChangeSet({
			StackName: input.StackName,
			ChangeSetName: input.ChangeSetName
		});
		return api.createChangeSet(input);
	}
}
function isEmpty(reason) {
	return /did(n.t| not) contain changes|No (updates|changes) are to be performed/i.test(reason);
}
async function readChanges(api, reference, nested, parent = "") {
	const found = [];
	let token;
	do {
		const page = await api.describeChangeSet({
			...reference,
			...token ? { NextToken: token } : {}
		});
		for (const { ResourceChange: change } of page.Changes ?? []) {
			if (!change) continue;
			const { LogicalResourceId, ResourceType: type = "", Action: action = "", Replacement: replacement } = change;
			const { ChangeSetId: changeSetId, PhysicalResourceId: stackId } = change;
			const path = `${parent}${LogicalResourceId}`;
			if (type === "AWS::CloudFormation::Stack" && stackId && (changeSetId || action === "Remove")) nested.push({
				path,
				stackId,
				changeSetId
			});
			if (changeSetId) found.push(...await readChanges(api, { ChangeSetName: changeSetId }, nested, `${path}/`));
			const names = (change.Details ?? []).map(({ Target }) => Target?.Name ?? Target?.Attribute ?? "");
			const properties = [...new Set(names.filter(Boolean))].sort();
			found.push({
				path,
				type,
				action,
				replacement,
				properties,
				policy: change.PolicyAction
			});
		}
		token = page.NextToken;
	} while (token);
	return found;
}
async function rootReason(api, { StatusReason = "no reason given" }) {
	const nested = /arn:\S+:changeSet\/[^\s\]]+/.exec(StatusReason)?.[0];
	return nested ? rootReason(api, await api.describeChangeSet({ ChangeSetName: nested })) : StatusReason;
}
// ../packages/deploy/src/stack/plan.ts
async function planChanges(ports, request, stack, prepared) {
	const { cloudFormation, clock, cancelled, log } = ports;
	log.info(`${request.name}: ${stack ? "asks CloudFormation what changes" : "is a new stack"}`);
	const wait = {
		clock,
		log,
		cancelled,
		limitMs: request.waitMs,
		about: request.name,
		what: "the change set was not ready"
	};
	return createChangeSet(cloudFormation, changeSetInput(request, stack, prepared), wait, (reference) => discardPlan(ports, request, stack, reference));
}
async function discardPlan(ports, request, stack, reference) {
	await ports.cloudFormation.deleteChangeSet(reference);
	if (!stack) await deleteEmptyStack(ports, request, reference.StackName);
}
function changeSetInput({ name, tags, capabilities, roleArn, changeSet }, stack, { source, parameters }) {
	const id = randomUUID();
	return {
		StackName: name,
		ChangeSetName: changeSet ?? `deploy-${id}`,
		ClientToken: id,
		ChangeSetType: stack ? "UPDATE" : "CREATE",
		IncludeNestedStacks: true,
		...source,
		Parameters: [...parameters].map(([ParameterKey, given]) => "previous" in given ? {
			ParameterKey,
			UsePreviousValue: true
		} : {
			ParameterKey,
			ParameterValue: given.value
		}),
		Tags: Object.entries(tags).map(([Key, Value]) => ({
			Key,
			Value
		})),
		Capabilities: [...capabilities],
		...roleArn ? { RoleARN: roleArn } : {}
	};
}
// ../packages/deploy/src/stack/settings.ts
const maxPolicyBytes = 16384;
function readStackPolicy(path, problems) {
	const problem = (text) => void problems.push(`stack-policy: ${text}`);
	try {
		const text = readFileSync(path, "utf8");
		const policy = JSON.parse(text);
		if (!Array.isArray(policy?.Statement)) problem(`${path}: want an object with a list of Statement`);
		if (Buffer.byteLength(text) > maxPolicyBytes) problem(`${path}: is longer than ${maxPolicyBytes} bytes`);
		return text;
	} catch (error) {
		problem(error.code === "ENOENT" ? `there is no file ${path}` : `${path}: ${error.message}`);
		return "";
	}
}
async function setStackPolicy({ cloudFormation, log }, { name }, body) {
	if (body === void 0) return;
	await settle(name, "stack policy", cloudFormation.setStackPolicy({
		StackName: name,
		StackPolicyBody: body
	}));
	log.info(`${name}: has the stack policy of the request`);
}
async function setProtection({ cloudFormation, log }, { name, terminationProtection: wanted }, stack) {
	if (wanted === void 0 || wanted === (stack.EnableTerminationProtection ?? false)) return false;
	const update = {
		StackName: name,
		EnableTerminationProtection: wanted
	};
	await settle(name, "termination protection", cloudFormation.updateTerminationProtection(update));
	log.info(`${name}: termination protection is ${wanted ? "on" : "off"}`);
	return true;
}
async function settle(name, what, call) {
	await call.catch((cause) => {
		throw new DeployError("settings", `${name}: its ${what} could not be set: ${oneLine(cause)}`, void 0, { cause });
	});
}
// ../packages/deploy/src/stack/template.ts
var import_dist = require_dist();
function parseTemplate(text) {
	const lines = new import_dist.LineCounter();
	const document = (0, import_dist.parseDocument)(text, {
		lineCounter: lines,
		logLevel: "error"
	});
	if (document.errors.length > 0) return { problems: document.errors.map(({ message }) => message.split("\n")[0].replace(/:$/, "")) };
	const contents = document.contents;
	if (!(0, import_dist.isMap)(contents) || !(0, import_dist.isMap)(contents.get("Resources"))) return { problems: ["want a map with Resources"] };
	const nested = [];
	const reads = [];
	(0, import_dist.visit)(document, {
		Pair(_, { key, value }) {
			const found = (0, import_dist.isMap)(value) ? nestedTemplate(String(key), value, lines) : void 0;
			if (found) nested.push(found);
		},
		Scalar(_, { value, range }) {
			if (typeof value === "string") reads.push(...outputReads(value, lines.linePos(range?.[0] ?? 0).line));
		},
		Seq(_, { items, range }) {
			const [stack, output] = items.map((item) => (0, import_dist.isScalar)(item) ? String(item.value) : "");
			reads.push(...outputReads(`${stack}.${output}`, lines.linePos(range?.[0] ?? 0).line));
		}
	});
	return {
		text,
		parameters: declaredParameters(contents.get("Parameters")),
		nested,
		reads,
		outputs: contents.has("Transform") ? void 0 : keysOf(contents)
	};
}
function outputNames(text) {
	const { contents } = (0, import_dist.parseDocument)(text, { logLevel: "error" });
	return ((0, import_dist.isMap)(contents) ? keysOf(contents) : void 0) ?? new Set();
}
function keysOf(template) {
	const outputs = template.get("Outputs");
	const names = (0, import_dist.isMap)(outputs) ? outputs.items.map(({ key }) => String(key)) : [];
	return names.some((name) => name.startsWith("Fn::")) ? void 0 : new Set(names);
}
function outputReads(text, line) {
	return [...text.matchAll(/\b([A-Za-z0-9]+)\.Outputs\.([A-Za-z0-9]+)/g)].map(([, stack = "", output = ""]) => ({
		stack,
		output,
		line
	}));
}
function replaceUrls(template, urlOf) {
	let text = template.text;
	for (const nested of [...template.nested].sort((a, b) => b.start - a.start)) text = text.slice(0, nested.start) + JSON.stringify(urlOf(nested)) + text.slice(nested.end);
	return text;
}
function nestedTemplate(id, node, lines) {
	if (node.get("Type") !== "AWS::CloudFormation::Stack") return void 0;
	const properties = node.get("Properties");
	if (!(0, import_dist.isMap)(properties)) return void 0;
	const url = properties.get("TemplateURL", true);
	if (!(0, import_dist.isScalar)(url) || typeof url.value !== "string" || !url.range) return void 0;
	if (url.tag?.startsWith("!") || /^https?:/.test(url.value)) return void 0;
	const [start, end] = url.range;
	return {
		id,
		file: url.value,
		start,
		end,
		line: lines.linePos(start).line,
		given: plainKeys(properties.get("Parameters"))
	};
}
function plainKeys(parameters) {
	if (parameters === void 0) return [];
	if (!(0, import_dist.isMap)(parameters)) return void 0;
	const keys = parameters.items.map(({ key }) => String(key));
	return keys.some((key) => key.startsWith("Fn::")) ? void 0 : keys;
}
function declaredParameters(section) {
	if (!(0, import_dist.isMap)(section)) return new Map();
	return new Map(section.items.flatMap(({ key, value }) => (0, import_dist.isMap)(value) ? [[String(key), {
		type: String(value.get("Type")),
		default: value.has("Default") ? String(value.get("Default")) : void 0,
		noEcho: String(value.get("NoEcho")) === "true"
	}]] : []));
}
// ../packages/deploy/src/stack/vanishing-outputs.ts
async function vanishingOutputs({ cloudFormation }, { allowRemoval }, stack, { reference, nested }) {
	const told = [];
	const compare = async (found, changeSet, parent) => {
		const outputs = (found?.Outputs ?? []).filter(({ ExportName }) => parent === "" || ExportName);
		if (outputs.length === 0) return;
		const kept = changeSet === void 0 ? new Set() : await plannedOutputs(cloudFormation, found, changeSet);
		for (const { OutputKey = "", ExportName } of outputs) {
			if (kept.has(OutputKey)) continue;
			const path = `${parent}Outputs.${OutputKey}`;
			const importers = ExportName === void 0 ? [] : await importersOf(cloudFormation, ExportName);
			if (importers.length > 0) told.push(`${path} would disappear, and ${importers.join(", ")} import it as ${ExportName}`);
			else if (!isNamed({ path }, allowRemoval)) told.push(`${path} would disappear, whoever reads it`);
		}
	};
	await compare(stack, reference.ChangeSetName, "");
	for (const { path, stackId, changeSetId } of nested) await compare(await describeStack(cloudFormation, stackId), changeSetId, `${path}/`);
	return told;
}
async function plannedOutputs(api, { StackId }, ChangeSetName) {
	const { TemplateBody = "" } = await api.getTemplate({
		StackName: StackId,
		ChangeSetName,
		TemplateStage: "Processed"
	});
	return outputNames(TemplateBody);
}
async function importersOf(api, ExportName) {
	const found = [];
	let token;
	try {
		do {
			const page = await api.listImports({
				ExportName,
				...token ? { NextToken: token } : {}
			});
			found.push(...page.Imports ?? []);
			token = page.NextToken;
		} while (token);
	} catch (error) {
		if (!/is not imported by any stack/.test(error.message)) throw error;
	}
	return found;
}
// ../packages/deploy/src/stack/change.ts
async function change(ports, request, stack, prepared) {
	const why = stack && await leftAlone(ports, stack, prepared);
	if (why) return unchanged(ports, request, prepared, why);
	const changeSet = await planChanges(ports, request, stack, prepared);
	if (!changeSet && stack?.StackStatus?.endsWith("_FAILED")) throw new DeployError("stack-status", `${request.name}: is ${stack.StackStatus}, and CloudFormation finds nothing to change`, "Roll it back (aws cloudformation rollback-stack), then run it again.");
	if (!changeSet) return unchanged(ports, request, prepared, "CloudFormation finds no difference");
	const { changes, reference } = changeSet;
	const discard = () => discardPlan(ports, request, stack, reference);
	const judged = async () => {
		const allowed = {
			replacement: request.allowReplacement,
			removal: request.allowRemoval
		};
		const refused = [...refusals(changes, allowed), ...await vanishingOutputs(ports, request, stack, changeSet)];
		return {
			refused,
			approved: await isApproved(ports, request, {
				changes,
				refused
			})
		};
	};
	const { refused, approved } = await judged().catch(async (error) => {
		await discard();
		throw error;
	});
	if (approved) return carryOut(ports, request, stack, {
		...changeSet,
		...prepared,
		discard
	});
	const planned = request.mode === "plan" && !ports.cancelled.aborted;
	const kept = planned && request.review;
	if (!kept) await discard();
	if (ports.cancelled.aborted) throw new DeployError("cancelled", `${request.name}: cancelled; the stack was not changed`);
	if (planned) return {
		outcome: { kind: "planned" },
		changes,
		refused,
		changeSet: kept ? reference.ChangeSetName : void 0
	};
	if (refused.length === 0) throw new DeployError("declined", `${request.name}: declined; the stack was not changed`);
	throw refuse(request, refused);
}
async function carryOut(ports, request, stack, made) {
	const { changes, discard, reference, stackPolicy } = made;
	if (stack) await setStackPolicy(ports, request, stackPolicy);
	const keepFailed = stack?.StackStatus === "UPDATE_FAILED";
	await executeChangeSet(ports, request, made, {
		kind: stack ? "update" : "creation",
		keepFailed,
		discard
	});
	if (!stack) await setStackPolicy(ports, request, stackPolicy);
	return {
		outcome: { kind: stack ? "updated" : "created" },
		changes,
		refused: [],
		changeSet: reference.ChangeSetName
	};
}
function refuse({ name }, refused) {
	return new DeployError("stateful-change", `${name}: refused, since something would be lost: ${refused.join("; ")}`, "Nothing was changed. If it is wanted, name the resource in `allow-replacement` or `allow-removal` (an output as `Outputs.Name`). What another stack imports can't go before that stack does without it.");
}
async function isApproved({ cancelled, approve }, { name, mode }, { changes, refused }) {
	if (mode === "plan" || refused.length > 0 || cancelled.aborted) return false;
	return approve ? approve(name, changes) : true;
}
async function unchanged(ports, request, { stackPolicy }, why) {
	ports.log.info(`${request.name}: no changes: ${why}`);
	if (request.mode === "apply") await setStackPolicy(ports, request, stackPolicy);
	return {
		outcome: {
			kind: "unchanged",
			why
		},
		changes: [],
		refused: [],
		changeSet: void 0
	};
}
async function leftAlone({ cloudFormation }, stack, prepared) {
	if (stack.StackStatus?.endsWith("_FAILED")) return void 0;
	const { TemplateBody = "" } = await cloudFormation.getTemplate({
		StackName: stack.StackName,
		TemplateStage: "Original"
	});
	const differs = difference(stack, TemplateBody, prepared);
	if (differs.kind === "more") return void 0;
	if (differs.kind === "none") return "template, parameters and tags are as deployed";
	return `only images differ (${differs.parameters.join(", ")}), and moving those is the rollout's part`;
}
// ../packages/deploy/src/stack/resources.ts
async function listResources(api, stackId, parent = "") {
	const found = [];
	let token;
	do {
		const page = await api.listStackResources({
			StackName: stackId,
			...token ? { NextToken: token } : {}
		});
		for (const resource of page.StackResourceSummaries ?? []) {
			const id = resource.LogicalResourceId ?? "";
			const path = `${parent}${id}`;
			const inner = resource.ResourceType === "AWS::CloudFormation::Stack" ? resource.PhysicalResourceId : void 0;
			if (inner?.startsWith("arn:") && resource.ResourceStatus !== "DELETE_COMPLETE") found.push(...await listResources(api, inner, `${path}/`));
			found.push({
				path,
				id,
				stackId,
				stackName: nameOf(stackId),
				type: resource.ResourceType ?? "",
				status: resource.ResourceStatus ?? "",
				reason: resource.ResourceStatusReason
			});
		}
		token = page.NextToken;
	} while (token);
	return found;
}
function failedIn(resources) {
	const failed = resources.filter(({ status }) => status.endsWith("_FAILED"));
	return failed.filter(({ path }) => !failed.some((other) => other.path.startsWith(`${path}/`)));
}
function describeFailed({ path, type, reason }) {
	return `${path} (${type})${reason ? `: ${reason}` : ""}`;
}
function nameOf(stackId) {
	return stackId.split("/")[1] ?? stackId;
}
// ../packages/deploy/src/stack/drift.ts
const limitMs = 18e4;
async function detectDrift(ports, { name }, stack) {
	const { cloudFormation, clock, log } = ports;
	log.info(`${name}: asks CloudFormation for drift`);
	const drift = {
		differences: [],
		unchecked: [],
		unknown: []
	};
	const deadline = clock.now() + limitMs;
	let resources;
	try {
		resources = await listResources(cloudFormation, stack.StackId ?? name);
	} catch (error) {
		return {
			...drift,
			unknown: [`${name}: ${whyFailed(error)}`]
		};
	}
	for (const stackId of new Set(resources.map((resource) => resource.stackId))) {
		const inside = resources.filter((resource) => resource.stackId === stackId && resource.type !== "AWS::CloudFormation::Stack");
		try {
			const found = await driftOf(ports, stackId, deadline - clock.now());
			for (const { path, type, id } of inside) {
				const { StackResourceDriftStatus: how, PropertyDifferences = [] } = found.get(id) ?? {};
				const properties = PropertyDifferences.map(({ PropertyPath = "" }) => PropertyPath);
				if (how === "MODIFIED" || how === "DELETED") drift.differences.push({
					path,
					type,
					how,
					properties
				});
				else if (how !== "IN_SYNC") drift.unchecked.push(`${path} (${type})`);
			}
		} catch (error) {
			if (ports.cancelled.aborted) throw error;
			drift.unknown.push(`${inside[0]?.stackName ?? name}: ${whyFailed(error)}`);
		}
	}
	return drift;
}
async function driftOf({ cloudFormation, clock, cancelled, log }, StackName, leftMs) {
	if (leftMs <= 0) throw new DeployError("timed-out", `was not asked for within ${limitMs / 6e4} minutes`);
	const { StackDriftDetectionId } = await cloudFormation.detectStackDrift({ StackName });
	await until({
		clock,
		log,
		cancelled,
		limitMs: leftMs,
		about: "drift",
		what: "AWS was not done looking"
	}, async () => {
		const { DetectionStatus } = await cloudFormation.describeStackDriftDetectionStatus({ StackDriftDetectionId });
		return DetectionStatus === "DETECTION_IN_PROGRESS" ? void 0 : true;
	});
	return new Map((await readDrifts(cloudFormation, StackName)).map((drift) => [drift.LogicalResourceId ?? "", drift]));
}
async function readDrifts(api, StackName) {
	const found = [];
	let token;
	do {
		const page = await api.describeStackResourceDrifts({
			StackName,
			...token ? { NextToken: token } : {}
		});
		found.push(...page.StackResourceDrifts ?? []);
		token = page.NextToken;
	} while (token);
	return found;
}
// ../packages/deploy/src/stack/execute-plan.ts
async function executePlan(ports, request) {
	const { cloudFormation, cancelled } = ports;
	const { name, changeSet: ChangeSetName = "" } = request;
	const problems = [];
	const stackPolicy = request.stackPolicy === void 0 ? void 0 : readStackPolicy(request.stackPolicy, problems);
	if (problems.length > 0) throw new DeployError("invalid-stack", `${name}: nothing was changed: ${problems.join("; ")}`);
	const stack = await describeStack(cloudFormation, name);
	if (!stack?.StackId) throw new DeployError("plan-gone", `${name}: there is no such stack any more, nor its plan`);
	const reference = {
		StackName: stack.StackId,
		ChangeSetName
	};
	const planned = await cloudFormation.describeChangeSet(reference).catch((error) => {
		if (!isGone(error)) throw error;
		const since = stack.LastUpdatedTime ? `; the stack was last changed at ${stack.LastUpdatedTime.toISOString()}` : "";
		throw new DeployError("plan-gone", `${name}: the plan ${ChangeSetName} is not there any more${since}`);
	});
	const made = await readChangeSet(cloudFormation, reference);
	const outdated = statusProblem(stack, planned) ?? await changedSince(ports, stack, planned, made.nested);
	if (outdated) throw new DeployError("plan-outdated", `${name}: the plan does not hold any more: ${outdated}`);
	const existing = nextStep(stack.StackStatus).kind === "take-over" ? void 0 : stack;
	const allowed = {
		replacement: request.allowReplacement,
		removal: request.allowRemoval
	};
	const refused = [...refusals(made.changes, allowed), ...await vanishingOutputs(ports, request, existing, made)];
	if (refused.length > 0) throw refuse(request, refused);
	if (cancelled.aborted) throw new DeployError("cancelled", `${name}: cancelled; the stack was not changed`);
	return carryOut(ports, request, existing, {
		...made,
		stackPolicy,
		discard: () => Promise.resolve()
	});
}
function statusProblem(stack, planned) {
	if (planned.StackId !== void 0 && planned.StackId !== stack.StackId) return "the stack was deleted and created anew since";
	if (planned.Status !== "CREATE_COMPLETE") return `it is ${planned.Status}: ${planned.StatusReason ?? "no reason given"}`;
	if (planned.ExecutionStatus === "EXECUTE_COMPLETE") return "it was executed already";
	if (planned.ExecutionStatus?.startsWith("EXECUTE_")) return `it is ${planned.ExecutionStatus}`;
	if (![
		"take-over",
		"update",
		"retry"
	].includes(nextStep(stack.StackStatus).kind)) return `the stack is ${stack.StackStatus}`;
}
async function changedSince({ cloudFormation }, stack, { CreationTime, ExecutionStatus }, nested) {
	const since = CreationTime?.getTime() ?? 0;
	const changed = await eventsSince(cloudFormation, stack, since);
	for (const { path, stackId } of nested) {
		const inner = await describeStack(cloudFormation, stackId);
		if ((inner?.LastUpdatedTime?.getTime() ?? 0) > since && !changed.has(path)) changed.set(path, inner?.StackStatus ?? "");
	}
	const what = [...changed].map(([id, status]) => `${id} ${status}`).join(", ");
	if (changed.size > 0) return `since it was made at ${CreationTime?.toISOString()}, the stack has changed: ${what}`;
	return ExecutionStatus === "AVAILABLE" ? void 0 : `CloudFormation says that it is ${ExecutionStatus}`;
}
async function eventsSince(api, { StackId }, since) {
	const found = new Map();
	let token;
	do {
		const page = await api.describeStackEvents({
			StackName: StackId,
			...token ? { NextToken: token } : {}
		});
		for (const { LogicalResourceId = "", PhysicalResourceId, Timestamp, ...event } of page.StackEvents ?? []) {
			if ((Timestamp?.getTime() ?? 0) <= since) return found;
			const status = event.ResourceStatus ?? "";
			const itself = PhysicalResourceId === StackId;
			if (!itself && !found.has(LogicalResourceId)) found.set(LogicalResourceId, status);
			if (itself && status !== "REVIEW_IN_PROGRESS" && !found.has("the stack itself")) found.set("the stack itself", status);
		}
		token = page.NextToken;
	} while (token);
	return found;
}
// ../packages/deploy/src/stack/image-parameters.ts
const imagePattern = /^[A-Za-z0-9]*\{Service\}[A-Za-z0-9]*$/;
function imageParameter(pattern, service) {
	const pascal = service.replace(/(?:^|-)([a-z0-9])/g, (_, letter) => letter.toUpperCase());
	return pattern.replace("{Service}", pascal);
}
function imageValues(pattern, declared, released, built) {
	const images = new Map([...built, ...released].map(([service, { image }]) => [imageParameter(pattern, service), image]));
	return new Map([...declared].flatMap((name) => images.has(name) ? [[name, images.get(name)]] : []));
}
// ../packages/deploy/src/stack/parameters.ts
const value = pipe(union([
	string(),
	number(),
	boolean()
]), transform(String));
const list$1 = array(object({
	ParameterKey: string(),
	ParameterValue: value
}));
const file = union([pipe(list$1, transform((entries) => Object.fromEntries(entries.map((entry) => [entry.ParameterKey, entry.ParameterValue])))), record(string(), value)]);
function readParameterFile(path, problems) {
	try {
		const parsed = file.safeParse(JSON.parse(readFileSync(path, "utf8")));
		if (parsed.success) return parsed.data;
		problems.push(`parameters: ${path}: want an object name → text, or a list of ParameterKey and ParameterValue`);
	} catch (error) {
		const missing = error.code === "ENOENT";
		problems.push(missing ? `parameters: there is no file ${path}` : `parameters: ${path}: ${error.message}`);
	}
	return {};
}
function resolveParameters(sources, problems) {
	const { declared, fromFile, overrides, images, previous } = sources;
	for (const [input, given] of [["parameters", fromFile], ["parameter-overrides", overrides]]) for (const name of Object.keys(given)) if (!declared.has(name)) problems.push(`${input}: the template has no parameter ${name}`);
	const resolved = new Map();
	for (const [name, parameter] of declared) {
		const value = overrides[name] ?? fromFile[name] ?? images.get(name);
		if (value !== void 0) resolved.set(name, { value });
		else if (parameter.default !== void 0) continue;
		else if (previous.has(name)) resolved.set(name, { previous: true });
		else problems.push(`parameters: ${name} has no value: not in the file, an override, the stack, or the template`);
	}
	return resolved;
}
// ../packages/deploy/src/stack/tree.ts
function readTree(root, problems) {
	const before = problems.length;
	const templates = new Map();
	const read = (path, parents, place) => {
		if (parents.includes(path)) return void problems.push(`${place}: ${path} nests itself`);
		if (templates.has(path)) return;
		const text = tryRead(path);
		if (text === void 0) return void problems.push(`${place}: there is no file ${path}`);
		const template = parseTemplate(text);
		if ("problems" in template) return void problems.push(...template.problems.map((problem) => `${path}: ${problem}`));
		templates.set(path, template);
		for (const nested of template.nested) read(childPath(path, nested.file), [...parents, path], `${path}:${nested.line}`);
	};
	read(normalize(root), [], "template");
	if (problems.length > before) return void 0;
	const tree = {
		root: normalize(root),
		templates
	};
	problems.push(...nestedParameterProblems(tree), ...missingOutputs(tree));
	return problems.length > before ? void 0 : tree;
}
function packageTree(tree, urlOf) {
	const packaged = new Map();
	const pack = (path) => {
		const done = packaged.get(path);
		if (done) return done;
		const text = replaceUrls(tree.templates.get(path), ({ file }) => urlOf(pack(childPath(path, file)).key));
		const hash = createHash("sha256").update(text).digest("hex");
		const extension = extname(path);
		const result = {
			path,
			key: `templates/${basename(path, extension)}-${hash}${extension}`,
			text
		};
		packaged.set(path, result);
		return result;
	};
	pack(tree.root);
	return [...packaged.values()];
}
function nestedParameterProblems({ templates }) {
	return [...templates].flatMap(([path, template]) => template.nested.flatMap(({ file, line, given }) => {
		const declared = templates.get(childPath(path, file)).parameters;
		if (!given) return [];
		const unknown = given.filter((name) => !declared.has(name));
		const missing = [...declared].filter(([name, parameter]) => parameter.default === void 0 && !given.includes(name));
		return [...unknown.map((name) => `${path}:${line}: ${file} has no parameter ${name}`), ...missing.map(([name]) => `${path}:${line}: ${file} needs the parameter ${name}`)];
	}));
}
function missingOutputs({ templates }) {
	return [...templates].flatMap(([path, template]) => template.reads.flatMap(({ stack, output, line }) => {
		const nested = template.nested.find(({ id }) => id === stack);
		const outputs = nested && templates.get(childPath(path, nested.file)).outputs;
		return nested && outputs && !outputs.has(output) ? [`${path}:${line}: ${nested.file} has no output ${output}`] : [];
	}));
}
function childPath(parent, file) {
	return join(dirname(parent), file);
}
function tryRead(path) {
	try {
		return readFileSync(path, "utf8");
	} catch (error) {
		if ([
			"ENOENT",
			"EISDIR",
			"ENOTDIR"
		].includes(error.code ?? "")) return void 0;
		throw error;
	}
}
// ../packages/deploy/src/stack/prepare.ts
const maxBodyBytes = 51200;
const maxObjectBytes = 1048576;
async function prepare(ports, request, stack) {
	const problems = [];
	const tree = readTree(request.template, problems);
	const fromFile = request.parameters === void 0 ? {} : readParameterFile(request.parameters, problems);
	const stackPolicy = request.stackPolicy === void 0 ? void 0 : readStackPolicy(request.stackPolicy, problems);
	if (!tree) throw invalid(request, problems);
	const { artifacts, region } = request;
	if (!artifacts && tree.templates.size > 1) problems.push("artifacts: is required, since the template nests templates that are files");
	const packaged = packageTree(tree, (key) => artifacts ? objectUrl(artifacts, region, key) : key);
	const root = packaged[packaged.length - 1];
	if (!artifacts && Buffer.byteLength(root.text) > maxBodyBytes) problems.push(`artifacts: is required, since the template is longer than ${maxBodyBytes} bytes`);
	for (const { path, text } of packaged) if (Buffer.byteLength(text) > maxObjectBytes) problems.push(`${path}: is longer than ${maxObjectBytes} bytes, CloudFormation's limit`);
	const declared = tree.templates.get(tree.root).parameters;
	const explicit = new Set([...Object.keys(fromFile), ...Object.keys(request.overrides)]);
	const images = await fillImages(ports, request, [...declared.keys()].filter((name) => !explicit.has(name)));
	const lasts = stack && ![
		"create",
		"take-over",
		"replace"
	].includes(nextStep(stack.StackStatus).kind);
	const previous = new Set((lasts ? stack.Parameters ?? [] : []).map(({ ParameterKey = "" }) => ParameterKey));
	const parameters = resolveParameters({
		declared,
		fromFile,
		overrides: request.overrides,
		images,
		previous
	}, problems);
	if (problems.length > 0) throw invalid(request, problems);
	for (const [name, given] of parameters) if (declared.get(name)?.noEcho && "value" in given) ports.secrets?.add(given.value);
	if (artifacts) await upload(ports, artifacts, packaged);
	const sourceOf = ({ key, text }) => artifacts ? { TemplateURL: objectUrl(artifacts, region, key) } : { TemplateBody: text };
	await validate(ports, request, packaged, sourceOf);
	const { tags } = request;
	return {
		tree,
		text: root.text,
		parameters,
		images: new Set(images.keys()),
		tags,
		source: sourceOf(root),
		stackPolicy
	};
}
async function fillImages({ ledger }, request, names) {
	const [before = "", after = ""] = request.imageParameters.split("{Service}");
	const mayBeImages = names.filter((name) => name.startsWith(before) && name.endsWith(after) && name.length > imageParameter(request.imageParameters, "").length);
	if (mayBeImages.length === 0) return new Map();
	const released = request.ledger === void 0 ? new Map() : await readReleases(ledger, request.ledger);
	return imageValues(request.imageParameters, mayBeImages, released, request.images);
}
async function validate({ cloudFormation }, request, packaged, sourceOf) {
	const problems = [];
	const needed = new Set();
	for (const template of packaged) try {
		const { Capabilities = [] } = await cloudFormation.validateTemplate(sourceOf(template));
		for (const capability of Capabilities) needed.add(capability);
	} catch (error) {
		if (error.name !== "ValidationError") throw error;
		problems.push(`${template.path}: ${error.message}`);
	}
	const given = new Set(request.capabilities);
	if (given.has("CAPABILITY_NAMED_IAM")) given.add("CAPABILITY_IAM");
	const missing = [...needed].filter((capability) => !given.has(capability));
	if (missing.length > 0) problems.push(`capabilities: the templates need ${missing.join(", ")}`);
	if (problems.length > 0) throw invalid(request, problems);
}
function invalid({ name }, problems) {
	return new DeployError("invalid-stack", `${name}: nothing was changed:\n${problems.map((line) => `- ${line}`).join("\n")}`);
}
// ../packages/deploy/src/stack/secrets.ts
function makeSecrets(onAdded = () => void 0) {
	const shortest = 4;
	const values = new Set();
	return {
		add(value) {
			if (value === "" || values.has(value)) return;
			values.add(value);
			if (value.length >= shortest) onAdded(value);
		},
		hide(text) {
			return [...values].sort((a, b) => b.length - a.length).reduce((hidden, value) => hidden === value || value.length >= shortest ? hidden.replaceAll(value, "****") : hidden, text);
		}
	};
}
// ../packages/deploy/src/stack/continue-rollback.ts
async function continueRollback(ports, request, stack) {
	const { name, roleArn, continueRollback: skip } = request;
	const stackId = stack.StackId ?? name;
	const failed = failedIn(await listResources(ports.cloudFormation, stackId));
	const status = `${name}: is ${stack.StackStatus}`;
	const named = failed.map(describeFailed).join("; ") || "CloudFormation names no resource";
	if (skip === void 0 || request.mode !== "apply") throw new DeployError("rollback-failed", `${status}: ${named}`, howTo(failed));
	const skippable = failed.filter(({ status: state, type }) => state === "UPDATE_FAILED" && type !== "AWS::CloudFormation::Stack");
	const unknown = skip.filter((wanted) => !skippable.some(({ path }) => isNamed({ path }, [wanted])));
	if (unknown.length > 0) throw new DeployError("rollback-failed", `${status}, and continue-rollback names what did not fail in it: ${unknown.join(", ")}`, howTo(failed));
	const skipped = skippable.filter(({ path }) => isNamed({ path }, skip));
	ports.log.info(`${status}: its rollback is continued, ${skipped.length === 0 ? "nothing is skipped" : "skipping:"}`);
	for (const resource of skipped) ports.log.warning(`skips ${describeFailed(resource)}`);
	await perform(ports, request, {
		stackId,
		kind: "rollback",
		good: (end) => end === "UPDATE_ROLLBACK_COMPLETE",
		start: (ClientRequestToken) => ports.cloudFormation.continueUpdateRollback({
			StackName: stackId,
			ClientRequestToken,
			...roleArn ? { RoleARN: roleArn } : {},
			...skipped.length > 0 ? { ResourcesToSkip: skipped.map((each) => skipName(each)) } : {}
		})
	});
	return describeStack(ports.cloudFormation, stackId);
}
function skipName({ path, id, stackName }) {
	return path === id ? id : `${stackName}.${id}`;
}
function howTo(failed) {
	const skip = failed.filter(({ type }) => type !== nestedStack).map(({ path }) => path);
	return `Mend what stopped it and give \`continue-rollback: none\`. Or skip what can't be mended, which leaves it as it is and must then be set right by hand: \`continue-rollback: ${JSON.stringify(skip)}\`.`;
}
// ../packages/deploy/src/stack/usable-stack.ts
async function usableStack(ports, request, stack) {
	const step = nextStep(stack?.StackStatus);
	if (!stack || step.kind === "create") return void 0;
	if (step.kind === "update" || step.kind === "retry") return stack;
	const status = `${request.name}: is ${stack.StackStatus}`;
	if (step.kind === "take-over") {
		ports.log.info(`${status}: an empty stack that a change set has left; it is used, or deleted with what it holds`);
		return;
	}
	if (step.kind === "continue") return usableStack(ports, request, await continueRollback(ports, request, stack));
	if (step.kind === "replace" && request.replaceFailed && request.mode === "apply") {
		ports.log.info(`${status}: it is deleted and created anew`);
		await deleteStack(ports, request, stack.StackId ?? request.name);
		return;
	}
	if (step.kind === "replace") throw new DeployError("stack-status", status, "Its creation failed, and nothing is left in it: `replace-failed: true` deletes it first.");
	throw new DeployError("stack-status", status + await whatFailed(ports, stack), step.kind === "refuse" ? step.hint : void 0);
}
async function whatFailed({ cloudFormation }, { StackId = "" }) {
	const failed = failedIn(await listResources(cloudFormation, StackId).catch(() => [])).map(describeFailed);
	return failed.length > 0 ? `: ${failed.join("; ")}` : "";
}
// ../packages/deploy/src/stack/deploy-stack.ts
async function deployStack(ports, request) {
	const { log, secrets = makeSecrets() } = ports;
	const discreet = {
		info: (line) => log.info(secrets.hide(line)),
		warning: (line) => log.warning(secrets.hide(line))
	};
	try {
		return await deploy({
			...ports,
			secrets,
			log: discreet
		}, request);
	} catch (error) {
		throw asEnd(request.name, error, (text) => secrets.hide(text)) ?? error;
	}
}
async function deploy(ports, request) {
	const startedAt = ports.clock.now();
	await refuseLate(ports, request);
	const { changed, stack } = await changeAsAsked(ports, request);
	const drift = request.mode === "plan" && request.review && stack && nextStep(stack.StackStatus).kind === "update" ? await detectDrift(ports, request, stack) : void 0;
	const protectionChanged = stack && request.mode !== "plan" ? await setProtection(ports, request, stack) : false;
	const outputs = (stack?.Outputs ?? []).map(({ OutputKey = "", OutputValue = "" }) => [OutputKey, OutputValue]);
	return {
		name: request.name,
		...changed,
		status: stack?.StackStatus,
		drift,
		protectionChanged,
		outputs: Object.fromEntries(outputs),
		seconds: Math.round((ports.clock.now() - startedAt) / 1e3)
	};
}
async function changeAsAsked(ports, request) {
	if (request.mode === "execute") return {
		changed: await executePlan(ports, request),
		stack: await changedStack(ports, request)
	};
	const found = await describeStack(ports.cloudFormation, request.name);
	let prepared = await prepare(ports, request, found);
	const settled = await settledStack(ports, request, found);
	if (settled !== found) prepared = await prepare(ports, request, settled);
	if (ports.cancelled.aborted) throw new DeployError("cancelled", `${request.name}: cancelled; the stack was not changed`);
	const stack = await usableStack(ports, request, settled);
	const changed = await change(ports, request, stack, prepared);
	return {
		changed,
		stack: changed.outcome.kind === "created" || changed.outcome.kind === "updated" ? await changedStack(ports, request) : stack
	};
}
async function refuseLate({ ledger, isAncestor }, { commit, ledger: path }) {
	if (commit === void 0 || path === void 0 || !isAncestor) return;
	await refuseOlder(isAncestor, commit, (await readReleases(ledger, path)).values());
}
// ../packages/deploy/src/stack/summary.ts
function stackSummary(result) {
	const { name, outcome, status, changes, refused, changeSet, drift, outputs, seconds } = result;
	const why = outcome.kind === "unchanged" ? `: ${outcome.why}` : "";
	const planned = outcome.kind === "planned";
	return [
		`### Stack ${name}: ${outcome.kind}${why}`,
		`${status ?? "not created"}, ${seconds} s`,
		...outcome.kind === "unchanged" ? [] : [inNumbers(changes)],
		...planned && changeSet ? [`To be run by \`mode: execute\` with \`change-set: ${changeSet}\``] : [],
		...list("**To apply this would be refused:**", refused),
		...table([
			"Change",
			"Resource",
			"Type",
			"Replaced",
			"What of it"
		], changes.map((change) => [
			change.action + (change.policy ? ` (${change.policy})` : ""),
			change.path,
			change.type,
			change.replacement ?? "",
			change.properties.join(", ")
		])),
		...drift ? driftLines(drift) : [],
		...planned ? [] : table(["Output", "Value"], Object.entries(outputs))
	].join("\n\n");
}
function failureSummary(name, error) {
	const failures = error instanceof StackFailure ? error.failures : [];
	return [
		`### Stack ${name}: failed`,
		`**${error.message}**`,
		...error.hint ? [error.hint.replaceAll("\n", "\n\n")] : [],
		...table([
			"Failed",
			"Type",
			"Reason"
		], failures.map(({ path, type, reason }) => [
			path || name,
			type,
			reason
		]))
	].join("\n\n");
}
function inNumbers(changes) {
	const count = (fits) => changes.filter(fits).length;
	const replaced = count(({ action, replacement }) => action === "Modify" && replacement === "True");
	const maybe = count(({ action, replacement }) => action === "Modify" && replacement === "Conditional");
	const of = [replaced && `${replaced} replaced`, maybe && `${maybe} perhaps replaced`].filter(Boolean).join(", ");
	const numbers = [
		`${count(({ action }) => action === "Add")} to add`,
		`${count(({ action }) => action === "Modify")} to change${of && ` (${of})`}`,
		`${count(({ action }) => action === "Remove")} to remove`
	];
	return changes.length === 0 ? "No resource changes: only outputs, tags or metadata do." : numbers.join(", ");
}
function driftLines({ differences, unchecked, unknown }) {
	return [
		differences.length === 0 && unknown.length === 0 ? "**Drift:** none that AWS can detect" : "**Drift**",
		...table([
			"Since the last change",
			"Resource",
			"Type",
			"What of it"
		], differences.map(({ how, path, type, properties }) => [
			how,
			path,
			type,
			properties.join(", ")
		])),
		...list("Could not be told:", unknown),
		...list("AWS can't tell of:", unchecked)
	];
}
function list(head, lines) {
	return lines.length > 0 ? [head, lines.map((line) => `- ${oneCell(line)}`).join("\n")] : [];
}
function table(head, rows) {
	if (rows.length === 0) return [];
	const line = (cells) => `| ${cells.map(oneCell).join(" | ")} |`;
	return [[
		line(head),
		line(head.map(() => "---")),
		...rows.map(line)
	].join("\n")];
}
function oneCell(text) {
	return text.replaceAll("|", "\\|").replaceAll(/\s*\n\s*/g, " ");
}
export { deployStack, failureSummary, imagePattern, makeSecrets, parseArtifacts, stackSummary };
