import { DeployError, askPatiently, isPassing, oneLine, pause } from "./deploy-base.mjs";
import { array, boolean, number, object, record, string, union } from "./zod.mjs";
import { require_dist } from "./yaml.mjs";
import { readReleases, refuseOlder } from "./deploy-release.mjs";
import { readFileSync } from "node:fs";
import { basename, dirname, extname, join, normalize } from "node:path";
import { createHash } from "node:crypto";
// ../packages/deploy/src/stack/artifacts.ts
/** `bucket` or `https://endpoint/bucket`; `undefined` when it is neither. */
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
/** Uploads what the bucket does not hold yet. A key holds its content's hash, so what is there is right. */
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
/** Reads what happens in a stack and those nested in it, from the moment it is made: each event once, oldest first. */
async function followEvents(api, stackId) {
	const stacks = /* @__PURE__ */ new Map([[stackId, ""]]);
	const seen = /* @__PURE__ */ new Set();
	let since = 0;
	for (const event of (await api.describeStackEvents({ StackName: stackId })).StackEvents ?? []) seen.add(event.EventId ?? "");
	const unseen = async (id) => {
		const found = [];
		let token;
		do {
			const page = await api.describeStackEvents({
				StackName: id,
				...token ? { NextToken: token } : {}
			});
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
/** The first thing that went wrong: a resource before the stacks around it, never one that was cancelled because of another. */
function firstFailure(events) {
	const failed = events.filter(({ event }) => event.ResourceStatus?.endsWith("_FAILED") && !isConsequence(event));
	const first = failed.find(({ event }) => event.ResourceType !== "AWS::CloudFormation::Stack") ?? failed[0] ?? events.find(({ event, path }) => path === "" && event.ResourceStatus?.includes("ROLLBACK") && event.ResourceStatusReason);
	if (!first) return void 0;
	return (first.path ? `${first.path} (${first.event.ResourceType}): ` : "") + (first.event.ResourceStatusReason ?? first.event.ResourceStatus ?? "no reason given");
}
function isConsequence({ ResourceStatusReason: reason = "" }) {
	return /^Resource (creation|update|deletion) cancelled|^The following resource\(s\) failed/i.test(reason);
}
function timeOf(event) {
	return event.Timestamp?.getTime() ?? 0;
}
// ../packages/deploy/src/stack/next-step.ts
function nextStep(status) {
	switch (status) {
		case void 0:
		case "DELETE_COMPLETE":
		case "REVIEW_IN_PROGRESS": return { kind: "create" };
		case "CREATE_COMPLETE":
		case "UPDATE_COMPLETE":
		case "UPDATE_FAILED":
		case "UPDATE_ROLLBACK_COMPLETE":
		case "IMPORT_COMPLETE":
		case "IMPORT_ROLLBACK_COMPLETE": return { kind: "update" };
		case "CREATE_IN_PROGRESS":
		case "ROLLBACK_IN_PROGRESS":
		case "DELETE_IN_PROGRESS":
		case "UPDATE_IN_PROGRESS":
		case "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS":
		case "UPDATE_ROLLBACK_IN_PROGRESS":
		case "UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS":
		case "IMPORT_IN_PROGRESS":
		case "IMPORT_ROLLBACK_IN_PROGRESS": return { kind: "wait" };
		case "ROLLBACK_COMPLETE": return { kind: "replace" };
		case "CREATE_FAILED":
		case "ROLLBACK_FAILED":
		case "DELETE_FAILED": return {
			kind: "refuse",
			hint: "Look at what is left of it, then delete the stack: only that is possible now."
		};
		case "UPDATE_ROLLBACK_FAILED": return {
			kind: "refuse",
			hint: "Continue its rollback (aws cloudformation continue-update-rollback), skipping what can't be rolled back."
		};
		case "IMPORT_ROLLBACK_FAILED": return {
			kind: "refuse",
			hint: "Finish the import's rollback in the CloudFormation console first."
		};
	}
	return {
		kind: "refuse",
		hint: "This version knows no such status."
	};
}
/** The statuses of a stack in which what was asked for is there. */
function succeeded(status) {
	return status === "CREATE_COMPLETE" || status === "UPDATE_COMPLETE";
}
// ../packages/deploy/src/stack/wait.ts
/** Asks until there is an answer: quick at first, at most 5 s apart. Throws `timed-out` or `cancelled`. */
async function until(wait, ask) {
	const { clock, log, cancelled, limitMs, about, what } = wait;
	const startedAt = clock.now();
	for (;;) {
		const answer = await askPatiently({
			clock,
			log,
			signal: cancelled
		}, about, ask);
		if (answer !== void 0) return answer;
		const elapsedMs = clock.now() - startedAt;
		if (cancelled.aborted) throw new DeployError("cancelled", `${about}: ${what} when the run was cancelled`);
		if (elapsedMs >= limitMs) throw new DeployError("timed-out", `${about}: ${what} after ${Math.round(limitMs / 6e4)} minutes`);
		await pause(clock, Math.min(5e3, 500 + elapsedMs / 20, limitMs - elapsedMs), cancelled);
	}
}
// ../packages/deploy/src/stack/execute.ts
/** Executes a change set, tells what happens, and waits for the end, a rollback's too. Throws with the first failure's reason. */
async function executeChangeSet({ cloudFormation, clock, cancelled, log }, { name, waitMs }, { reference }) {
	const newEvents = await followEvents(cloudFormation, reference.StackName);
	await cloudFormation.executeChangeSet(reference);
	const startedAt = clock.now();
	const events = [];
	const status = await until({
		clock,
		log,
		cancelled,
		limitMs: waitMs,
		about: name,
		what: "the change goes on in CloudFormation, and was not done"
	}, async () => {
		const latest = await newEvents();
		for (const followed of latest.filter(isNews)) log.info(describe(followed, clock.now() - startedAt));
		events.push(...latest);
		const own = latest.filter(({ path }) => path === "").at(-1)?.event.ResourceStatus;
		return own === void 0 || own.endsWith("_IN_PROGRESS") ? void 0 : own;
	});
	if (succeeded(status)) return;
	throw new DeployError("stack-failed", `${name}: ${status}: ${firstFailure(events) ?? "CloudFormation gives no reason"}`, status === "ROLLBACK_COMPLETE" ? "Its creation was rolled back. Mend the cause, then run it with `replace-failed: true`." : status.endsWith("ROLLBACK_COMPLETE") ? "The stack is as it was before." : "The stack needs a hand: look at its events in the CloudFormation console.");
}
/** A nested stack's own events repeat what its parent says of it, but for a reason. */
function isNews({ event, path }) {
	return path === "" || event.PhysicalResourceId !== event.StackId || Boolean(event.ResourceStatusReason);
}
/** `[1m 05s] UPDATE_COMPLETE Network/Vpc (AWS::EC2::VPC)`, and the reason of what failed. */
function describe({ event, path }, elapsedMs) {
	const seconds = Math.floor(elapsedMs / 1e3);
	const elapsed = `${Math.floor(seconds / 60)}m ${String(seconds % 60).padStart(2, "0")}s`;
	const place = path === "" ? event.StackName : `${path} (${event.ResourceType})`;
	const reason = event.ResourceStatusReason ? `: ${event.ResourceStatusReason}` : "";
	return `[${elapsed}] ${event.ResourceStatus} ${place}${reason}`;
}
// ../packages/deploy/src/stack/change-set.ts
/** Makes a change set and waits for it. `undefined`: CloudFormation found nothing to change, and it was discarded. */
async function createChangeSet(api, input, wait, discard) {
	const { Id = "", StackId = "" } = await api.createChangeSet(input);
	const reference = {
		StackName: StackId,
		ChangeSetName: Id
	};
	try {
		const made = await until(wait, async () => {
			const page = await api.describeChangeSet(reference);
			return page.Status === "CREATE_COMPLETE" || page.Status === "FAILED" ? page : void 0;
		});
		if (made.Status === "CREATE_COMPLETE") return {
			reference,
			changes: await readChanges(api, reference)
		};
		const reason = await rootReason(api, made);
		if (!isEmpty(reason)) throw new DeployError("change-set-failed", `${input.StackName}: no change set can be made: ${reason}`);
	} catch (error) {
		await discard(reference).catch(() => void 0);
		throw error;
	}
	await discard(reference);
}
/** CloudFormation's two wordings for a change set without a change. */
function isEmpty(reason) {
	return /didn't contain changes|No updates are to be performed/.test(reason);
}
async function readChanges(api, reference, parent = "") {
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
			const path = `${parent}${LogicalResourceId}`;
			if (change.ChangeSetId) found.push(...await readChanges(api, { ChangeSetName: change.ChangeSetId }, `${path}/`));
			found.push({
				path,
				type,
				action,
				replacement
			});
		}
		token = page.NextToken;
	} while (token);
	return found;
}
/** "Nested change set <arn> was not successfully created" hides the reason in that change set. */
async function rootReason(api, { StatusReason = "no reason given" }) {
	const nested = /arn:\S+:changeSet\/\S+/.exec(StatusReason)?.[0];
	return nested ? rootReason(api, await api.describeChangeSet({ ChangeSetName: nested })) : StatusReason;
}
// ../packages/deploy/src/stack/stacks.ts
/** The stack of that name or id; `undefined` when there is none. */
async function describeStack(api, name) {
	try {
		const { Stacks = [] } = await api.describeStacks({ StackName: name });
		return Stacks[0];
	} catch (error) {
		const { name: code, message } = error;
		if (code === "ValidationError" && /does not exist/.test(message)) return void 0;
		throw error;
	}
}
/** The stack once nothing is in progress in it: the very object that was given when that is so already. */
async function settledStack({ cloudFormation, clock, cancelled, log }, { name, waitMs }, found) {
	if (nextStep(found?.StackStatus).kind !== "wait") return found;
	const status = found?.StackStatus;
	log.info(`${name}: waits, since the stack is ${status}`);
	return (await until({
		clock,
		log,
		cancelled,
		limitMs: waitMs,
		about: name,
		what: `the stack was still ${status}`
	}, async () => {
		const stack = await describeStack(cloudFormation, found?.StackId ?? name);
		return nextStep(stack?.StackStatus).kind === "wait" ? void 0 : { stack };
	})).stack;
}
/** Deletes a stack that a change set has brought into being, unless somebody has put something in it since. */
async function deleteEmptyStack(ports, request, id) {
	if ((await describeStack(ports.cloudFormation, id))?.StackStatus === "REVIEW_IN_PROGRESS") await deleteStack(ports, request, id);
}
/** Deletes a stack and waits until its name is free. By id: by now the name may be another stack's. */
async function deleteStack({ cloudFormation, clock, log }, { name, waitMs, roleArn }, id) {
	await cloudFormation.deleteStack({
		StackName: id,
		...roleArn ? { RoleARN: roleArn } : {}
	});
	const { signal: cancelled } = new AbortController();
	await until({
		clock,
		log,
		cancelled,
		limitMs: waitMs,
		about: name,
		what: "the stack was not deleted"
	}, async () => {
		const left = await describeStack(cloudFormation, id);
		return left && nextStep(left.StackStatus).kind === "wait" ? void 0 : true;
	});
}
// ../packages/deploy/src/stack/plan.ts
/** A change set for the stack, new or not; one that can't be made is discarded. */
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
	return createChangeSet(cloudFormation, changeSetInput(request, stack, prepared, clock.now()), wait, (reference) => discardPlan(ports, request, stack, reference));
}
/** Deletes a change set, and with it a stack that it alone has brought into being. */
async function discardPlan(ports, request, stack, reference) {
	await ports.cloudFormation.deleteChangeSet(reference);
	if (!stack) await deleteEmptyStack(ports, request, reference.StackName);
}
function changeSetInput({ name, tags, capabilities, roleArn }, stack, { source, parameters }, now) {
	return {
		StackName: name,
		ChangeSetName: `deploy-${now}`,
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
// ../packages/deploy/src/stack/image-parameters.ts
/** What `image-parameters` accepts: a name with `{Service}` in it. */
const imagePattern = /^[A-Za-z0-9]*\{Service\}[A-Za-z0-9]*$/;
/** `{Service}Image` and `loan-api` → `LoanApiImage`. */
function imageParameter(pattern, service) {
	const pascal = service.replace(/(?:^|-)([a-z0-9])/g, (_, letter) => letter.toUpperCase());
	return pattern.replace("{Service}", pascal);
}
/**
* The declared image parameters' values: what is released, so that a stack update never moves a service; of a service
* that was never released, the image just built.
*/
function imageValues(pattern, declared, released, built) {
	const images = new Map([...built, ...released].map(([service, { image }]) => [imageParameter(pattern, service), image]));
	return new Map([...declared].flatMap((name) => images.has(name) ? [[name, images.get(name)]] : []));
}
// ../packages/deploy/src/stack/parameters.ts
const value = union([
	string(),
	number(),
	boolean()
]).transform(String);
const list = array(object({
	ParameterKey: string(),
	ParameterValue: value
}));
const file = union([list.transform((entries) => Object.fromEntries(entries.map((entry) => [entry.ParameterKey, entry.ParameterValue]))), record(string(), value)]);
/** Reads a file of parameters: an object name → value, or CloudFormation's list of ParameterKey and ParameterValue. */
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
/**
* Every declared parameter's value. One that nobody gives takes the template's default (by being absent here), then the
* stack's present value. What is unknown or has no value becomes a line in `problems`.
*/
function resolveParameters(sources, problems) {
	const { declared, fromFile, overrides, images, previous } = sources;
	for (const [input, given] of [["parameters", fromFile], ["parameter-overrides", overrides]]) for (const name of Object.keys(given)) if (!declared.has(name)) problems.push(`${input}: the template has no parameter ${name}`);
	const resolved = /* @__PURE__ */ new Map();
	for (const [name, parameter] of declared) {
		const value = overrides[name] ?? fromFile[name] ?? images.get(name);
		if (value !== void 0) resolved.set(name, { value });
		else if (parameter.default !== void 0) continue;
		else if (previous.has(name)) resolved.set(name, { previous: true });
		else problems.push(`parameters: ${name} has no value: not in the file, an override, the stack, or the template`);
	}
	return resolved;
}
// ../packages/deploy/src/stack/template.ts
var import_dist = require_dist();
/** Reads a template (YAML with CloudFormation's short forms, or JSON). Returns what is wrong with it instead, a line a problem. */
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
	(0, import_dist.visit)(document, { Map(_, node) {
		const found = nestedTemplate(node, lines);
		if (found) nested.push(found);
	} });
	return {
		text,
		parameters: declaredParameters(contents.get("Parameters")),
		nested
	};
}
/** The text with the given ranges replaced; comments, short forms and layout stay as they were written. */
function replaceUrls(template, urlOf) {
	let text = template.text;
	for (const nested of [...template.nested].sort((a, b) => b.start - a.start)) text = text.slice(0, nested.start) + JSON.stringify(urlOf(nested)) + text.slice(nested.end);
	return text;
}
function nestedTemplate(node, lines) {
	if (node.get("Type") !== "AWS::CloudFormation::Stack") return void 0;
	const properties = node.get("Properties");
	if (!(0, import_dist.isMap)(properties)) return void 0;
	const url = properties.get("TemplateURL", true);
	if (!(0, import_dist.isScalar)(url) || typeof url.value !== "string" || !url.range) return void 0;
	if (url.tag?.startsWith("!") || /^https?:/.test(url.value)) return void 0;
	const [start, end] = url.range;
	return {
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
	if (!(0, import_dist.isMap)(section)) return /* @__PURE__ */ new Map();
	return new Map(section.items.flatMap(({ key, value }) => (0, import_dist.isMap)(value) ? [[String(key), {
		type: String(value.get("Type")),
		default: value.has("Default") ? String(value.get("Default")) : void 0,
		noEcho: String(value.get("NoEcho")) === "true"
	}]] : []));
}
// ../packages/deploy/src/stack/tree.ts
/** Reads the root and everything that it nests. Adds a line for each thing wrong, and reads on. */
function readTree(root, problems) {
	const before = problems.length;
	const templates = /* @__PURE__ */ new Map();
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
	problems.push(...nestedParameterProblems(tree));
	return problems.length > before ? void 0 : tree;
}
/** Children first, the root last. */
function packageTree(tree, urlOf) {
	const packaged = /* @__PURE__ */ new Map();
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
/** CloudFormation's limit for a template that is sent along; a longer one has to lie in a bucket. */
const maxBodyBytes = 51200;
/**
* Everything that can be known to be wrong before anything is changed: files, parameters, then CloudFormation's own
* check of each template. Local problems come together in one error.
*/
async function prepare(ports, request, stack) {
	const problems = [];
	const tree = readTree(request.template, problems);
	const fromFile = request.parameters === void 0 ? {} : readParameterFile(request.parameters, problems);
	if (!tree) throw invalid(request, problems);
	const { artifacts, region } = request;
	if (!artifacts && tree.templates.size > 1) problems.push("artifacts: is required, since the template nests templates that are files");
	const packaged = packageTree(tree, (key) => artifacts ? objectUrl(artifacts, region, key) : key);
	const root = packaged[packaged.length - 1];
	if (!artifacts && Buffer.byteLength(root.text) > maxBodyBytes) problems.push(`artifacts: is required, since the template is longer than ${maxBodyBytes} bytes`);
	const declared = tree.templates.get(tree.root).parameters;
	const explicit = /* @__PURE__ */ new Set([...Object.keys(fromFile), ...Object.keys(request.overrides)]);
	const images = await fillImages(ports, request, [...declared.keys()].filter((name) => !explicit.has(name)));
	const previous = new Set((stack?.Parameters ?? []).map(({ ParameterKey = "" }) => ParameterKey));
	const parameters = resolveParameters({
		declared,
		fromFile,
		overrides: request.overrides,
		images,
		previous
	}, problems);
	if (problems.length > 0) throw invalid(request, problems);
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
		source: sourceOf(root)
	};
}
async function fillImages({ ledger }, request, names) {
	const [before = "", after = ""] = request.imageParameters.split("{Service}");
	const mayBeImages = names.filter((name) => name.startsWith(before) && name.endsWith(after) && name.length > imageParameter(request.imageParameters, "").length);
	if (mayBeImages.length === 0) return /* @__PURE__ */ new Map();
	const released = request.ledger === void 0 ? /* @__PURE__ */ new Map() : await readReleases(ledger, request.ledger);
	return imageValues(request.imageParameters, mayBeImages, released, request.images);
}
async function validate({ cloudFormation }, request, packaged, sourceOf) {
	const problems = [];
	const needed = /* @__PURE__ */ new Set();
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
// ../packages/deploy/src/stack/stateful.ts
/** Removed, it takes along whatever it holds; modified, what it holds has changes of its own. */
const nestedStack = "AWS::CloudFormation::Stack";
/** Types that hold what can't be made again. */
const stateful = /* @__PURE__ */ new Set([
	"AWS::Backup::BackupVault",
	"AWS::Cognito::UserPool",
	"AWS::DynamoDB::GlobalTable",
	"AWS::DynamoDB::Table",
	"AWS::ECR::Repository",
	"AWS::EFS::FileSystem",
	"AWS::ElastiCache::ReplicationGroup",
	"AWS::KMS::Key",
	"AWS::OpenSearchService::Domain",
	"AWS::RDS::DBCluster",
	"AWS::RDS::DBInstance",
	"AWS::S3::Bucket",
	"AWS::SecretsManager::Secret"
]);
/** The changes that would lose something, each as a sentence; empty when all is well. */
function refusals(changes, allowed) {
	return changes.flatMap((change) => {
		if (change.action === "Remove") {
			if (!stateful.has(change.type) && change.type !== nestedStack) return [];
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
// ../packages/deploy/src/stack/deploy-stack.ts
/** Brings one stack to what its template, parameters and tags say, or throws with the reason why it isn't. */
async function deployStack(ports, request) {
	try {
		return await deploy(ports, request);
	} catch (cause) {
		if (cause instanceof DeployError || !isAwsFault(cause)) throw cause;
		throw new DeployError("aws", `${request.name}: ${oneLine(cause)}`, void 0, { cause });
	}
}
async function deploy(ports, request) {
	const startedAt = ports.clock.now();
	await refuseLate(ports, request);
	const found = await describeStack(ports.cloudFormation, request.name);
	let prepared = await prepare(ports, request, found);
	const settled = await settledStack(ports, request, found);
	if (settled !== found) prepared = await prepare(ports, request, settled);
	const stack = await usableStack(ports, request, settled);
	const changed = await change(ports, request, stack, prepared);
	const result = request.mode === "plan" ? stack : await describeStack(ports.cloudFormation, request.name);
	if (request.mode === "apply" && result) await protect(ports, request, result);
	const outputs = (result?.Outputs ?? []).map(({ OutputKey = "", OutputValue = "" }) => [OutputKey, OutputValue]);
	return {
		name: request.name,
		...changed,
		status: result?.StackStatus,
		outputs: Object.fromEntries(outputs),
		seconds: Math.round((ports.clock.now() - startedAt) / 1e3)
	};
}
/** Templates of an older commit would take back what a newer one laid down, although no service moves. */
async function refuseLate({ ledger, isAncestor }, { commit, ledger: path }) {
	if (commit === void 0 || path === void 0 || !isAncestor) return;
	await refuseOlder(isAncestor, commit, (await readReleases(ledger, path)).values());
}
async function change(ports, request, stack, prepared) {
	const why = stack && await leftAlone(ports, stack, prepared);
	if (why) return unchanged(ports, request, why);
	const changeSet = await planChanges(ports, request, stack, prepared);
	if (!changeSet && stack?.StackStatus?.endsWith("_FAILED")) throw new DeployError("stack-status", `${request.name}: is ${stack.StackStatus}, and CloudFormation finds nothing to change`, "Roll it back (aws cloudformation rollback-stack), then run it again.");
	if (!changeSet) return unchanged(ports, request, "CloudFormation finds no difference");
	const { changes } = changeSet;
	const refused = refusals(changes, {
		replacement: request.allowReplacement,
		removal: request.allowRemoval
	});
	const discard = () => discardPlan(ports, request, stack, changeSet.reference);
	if (await isApproved(ports, request, {
		changes,
		refused
	}).catch(async (error) => {
		await discard();
		throw error;
	})) {
		await executeChangeSet(ports, request, changeSet);
		return {
			outcome: { kind: stack ? "updated" : "created" },
			changes,
			refused
		};
	}
	await discard();
	if (ports.cancelled.aborted) throw new DeployError("cancelled", `${request.name}: cancelled; the stack was not changed`);
	if (request.mode === "plan") return {
		outcome: { kind: "planned" },
		changes,
		refused
	};
	if (refused.length === 0) throw new DeployError("declined", `${request.name}: declined; the stack was not changed`);
	throw new DeployError("stateful-change", `${request.name}: refused, since data would be lost: ${refused.join("; ")}`, "Nothing was changed. If it is wanted, name the resource in `allow-replacement` or `allow-removal`.");
}
async function isApproved({ cancelled, approve }, { name, mode }, { changes, refused }) {
	if (mode === "plan" || refused.length > 0 || cancelled.aborted) return false;
	return approve ? approve(name, changes) : true;
}
function unchanged({ log }, { name }, why) {
	log.info(`${name}: no changes: ${why}`);
	return {
		outcome: {
			kind: "unchanged",
			why
		},
		changes: [],
		refused: []
	};
}
/** Why the stack is left as it is without asking for a change set; `undefined` when it isn't. */
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
/** The stack as one that can be updated; `undefined` for one to be created. Refuses the statuses that allow neither. */
async function usableStack(ports, request, stack) {
	const step = nextStep(stack?.StackStatus);
	if (step.kind === "update") return stack;
	if (step.kind === "create") return void 0;
	const status = `${request.name}: is ${stack?.StackStatus}`;
	if (step.kind === "replace" && request.replaceFailed && request.mode === "apply") {
		ports.log.info(`${status}: it is deleted and created anew`);
		await deleteStack(ports, request, stack?.StackId ?? request.name);
		return;
	}
	throw new DeployError("stack-status", status, step.kind === "refuse" ? step.hint : "Its creation failed, and nothing is left in it: `replace-failed: true` deletes it first.");
}
async function protect({ cloudFormation }, request, stack) {
	const wanted = request.terminationProtection;
	if (wanted === void 0 || wanted === (stack.EnableTerminationProtection ?? false)) return;
	await cloudFormation.updateTerminationProtection({
		StackName: request.name,
		EnableTerminationProtection: wanted
	});
}
/** AWS's refusal, no way to it, or no credentials for it: told in a sentence. Anything else is a bug of ours. */
function isAwsFault(error) {
	return error instanceof Error && ("$metadata" in error || error.name === "CredentialsProviderError" || isPassing(error));
}
// ../packages/deploy/src/stack/summary.ts
/** What a person reads of it: outcome, changes, outputs, as Markdown. */
function stackSummary(result) {
	const { name, outcome, status, changes, refused, outputs, seconds } = result;
	const why = outcome.kind === "unchanged" ? `: ${outcome.why}` : "";
	return [
		`### Stack ${name}: ${outcome.kind}${why}`,
		`${status ?? "not created"}, ${seconds} s`,
		...refused.length > 0 ? ["**To apply this would be refused:**", ...refused.map((line) => `- ${line}`)] : [],
		...table([
			"Change",
			"Resource",
			"Type",
			"Replaced"
		], changes.map(({ action, path, type, replacement }) => [
			action,
			path,
			type,
			replacement ?? ""
		])),
		...table(["Output", "Value"], Object.entries(outputs))
	].join("\n\n");
}
function table(head, rows) {
	if (rows.length === 0) return [];
	const line = (cells) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
	return [[
		line(head),
		line(head.map(() => "---")),
		...rows.map(line)
	].join("\n")];
}
export { deployStack, imagePattern, parseArtifacts, stackSummary };
