import { DeployError } from "./deploy-base.mjs";
import { askPatiently, isPassing, oneLine, pause } from "./deploy-base2.mjs";
// ../packages/deploy/src/stack/ends.ts
const runbook = "https://github.com/cashsouk/cashsouk/blob/main/docs/runbooks/stack-failed.md";
const ends = {
	"invalid-stack": {
		hint: "Mend the files or inputs named above.",
		anchor: "wrong-files-or-inputs"
	},
	artifacts: {
		hint: "The role needs s3:GetObject and s3:PutObject in the bucket.",
		anchor: "aws-refuses"
	},
	aws: {
		hint: "Where a permission is missing, the sentence names it.",
		anchor: "aws-refuses"
	},
	"in-progress": {
		hint: "Nothing was changed. Run it again when the other change is done.",
		anchor: "two-runs-at-once"
	},
	"stack-status": {
		hint: "The stack's status allows no change.",
		anchor: "status-of-the-stack"
	},
	"rollback-failed": {
		hint: "Say what to skip with `continue-rollback`.",
		anchor: "update_rollback_failed"
	},
	"change-set-failed": {
		hint: "Nothing was changed.",
		anchor: "no-change-set"
	},
	"stateful-change": {
		hint: "Nothing was changed.",
		anchor: "refused"
	},
	declined: {
		hint: "Nothing was changed.",
		anchor: "refused"
	},
	"plan-gone": {
		hint: "Nothing was changed. Make a new plan and have it reviewed.",
		anchor: "a-plan-that-does-not-hold"
	},
	"plan-outdated": {
		hint: "Nothing was changed. Make a new plan and have it reviewed.",
		anchor: "a-plan-that-does-not-hold"
	},
	"stack-failed": {
		hint: "Mend the cause, then run it again.",
		anchor: "the-change-failed"
	},
	settings: {
		hint: "The stack itself is there. Run it again: only what is missing is done.",
		anchor: "aws-refuses"
	},
	"timed-out": {
		hint: "Look at the stack's events. Run it again once the stack is at rest: it goes on from what is there.",
		anchor: "no-end-in-sight"
	},
	cancelled: {
		hint: "Run it again once the stack is at rest.",
		anchor: "cancelled"
	},
	"not-rolled-back": {
		hint: "Run it again: it says what the stack's status allows.",
		anchor: "cancelled"
	},
	"credentials-expired": {
		hint: "Give the role a longer session, then run it again: it waits for what is still in progress.",
		anchor: "what-became-of-it-is-unknown"
	},
	"unknown-outcome": {
		hint: "Run it again: it waits for what is still in progress, and tells what is left to do.",
		anchor: "what-became-of-it-is-unknown"
	},
	"older-commit": {
		hint: "`allow-older: true` says yes.",
		anchor: "refused"
	},
	"unknown-order": {
		hint: "Check out with `fetch-depth: 0`, or say `allow-older: true`.",
		anchor: "refused"
	}
};
var StackFailure = class extends DeployError {
	status;
	failures;
	constructor(message, hint, status, failures) {
		super("stack-failed", message, hint);
		this.status = status;
		this.failures = failures;
	}
};
function asEnd(name, error, hide) {
	const told = error instanceof DeployError ? error : isAwsFault(error) ? fromAws(name, error) : void 0;
	if (!told) return void 0;
	const { hint, anchor } = ends[told.code] ?? {
		hint: void 0,
		anchor: ""
	};
	const steps = hide([told.hint ?? hint, `${runbook}${anchor && "#"}${anchor}`].filter(Boolean).join("\n"));
	const message = hide(told.message);
	if (!(told instanceof StackFailure)) return new DeployError(told.code, message, steps, { cause: told.cause ?? told });
	const failures = told.failures.map((failure) => ({
		...failure,
		reason: hide(failure.reason)
	}));
	return new StackFailure(message, steps, told.status, failures);
}
function fromAws(name, cause) {
	const [code, what] = /Expired|InvalidClientTokenId|UnrecognizedClient/.test(cause.name) ? ["credentials-expired", "the credentials expired before the change was begun: "] : isBusy(cause) ? ["in-progress", "another change of the stack is in the way: "] : ["aws", ""];
	return new DeployError(code, `${name}: ${what}${oneLine(cause)}`, void 0, { cause });
}
function isBusy({ name, message }) {
	return /^(OperationInProgress|InvalidChangeSetStatus)/.test(name) || name === "ValidationError" && /_IN_PROGRESS state and can ?not be/i.test(message);
}
function isAwsFault(error) {
	return error instanceof Error && ("$metadata" in error || error.name === "CredentialsProviderError" || isPassing(error));
}
// ../packages/deploy/src/stack/next-step.ts
function nextStep(status) {
	switch (status) {
		case void 0:
		case "DELETE_COMPLETE": return { kind: "create" };
		case "REVIEW_IN_PROGRESS": return { kind: "take-over" };
		case "CREATE_COMPLETE":
		case "UPDATE_COMPLETE":
		case "UPDATE_ROLLBACK_COMPLETE":
		case "IMPORT_COMPLETE":
		case "IMPORT_ROLLBACK_COMPLETE": return { kind: "update" };
		case "UPDATE_FAILED": return { kind: "retry" };
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
		case "UPDATE_ROLLBACK_FAILED": return { kind: "continue" };
		case "CREATE_FAILED": return {
			kind: "refuse",
			hint: "Its creation failed and was not rolled back, so what was made is still there. Look at it, roll it back (aws cloudformation rollback-stack), then run it with `replace-failed: true`."
		};
		case "ROLLBACK_FAILED": return {
			kind: "refuse",
			hint: "The rollback of its creation failed. Look at what is left of it, then delete the stack: only that is possible now."
		};
		case "DELETE_FAILED": return {
			kind: "refuse",
			hint: "Somebody wanted it deleted. Delete it to its end (--retain-resources keeps what can't be deleted), then run it again."
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
function succeeded(status) {
	return status === "CREATE_COMPLETE" || status === "UPDATE_COMPLETE";
}
// ../packages/deploy/src/stack/wait.ts
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
// ../packages/deploy/src/stack/stacks.ts
async function describeStack(api, name) {
	try {
		const { Stacks = [] } = await api.describeStacks({ StackName: name });
		return Stacks[0];
	} catch (error) {
		if (isMissing(error)) return void 0;
		throw error;
	}
}
function isMissing({ name, message }) {
	return name === "ValidationError" && /does not exist/.test(message);
}
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
const lagMs = 6e4;
async function changedStack({ cloudFormation, clock, log }, { name }) {
	const { signal: cancelled } = new AbortController();
	return until({
		clock,
		log,
		cancelled,
		limitMs: lagMs,
		about: name,
		what: "the change was done, but the stack could not be read"
	}, async () => {
		const stack = await describeStack(cloudFormation, name);
		return stack?.StackStatus?.endsWith("_COMPLETE") ? stack : void 0;
	});
}
async function deleteEmptyStack(ports, request, id) {
	if ((await describeStack(ports.cloudFormation, id))?.StackStatus !== "REVIEW_IN_PROGRESS") return;
	const { Summaries = [] } = await ports.cloudFormation.listChangeSets({ StackName: id });
	if (Summaries.filter(({ Status }) => Status !== "FAILED" && !Status?.startsWith("DELETE_")).length === 0) await deleteStack({
		...ports,
		cancelled: new AbortController().signal
	}, request, id);
}
async function deleteStack({ cloudFormation, clock, cancelled, log }, { name, waitMs, roleArn }, id) {
	await cloudFormation.deleteStack({
		StackName: id,
		...roleArn ? { RoleARN: roleArn } : {}
	});
	const status = await until({
		clock,
		log,
		cancelled,
		limitMs: waitMs,
		about: name,
		what: "the stack was not deleted"
	}, async () => {
		const left = await describeStack(cloudFormation, id);
		return left && nextStep(left.StackStatus).kind === "wait" ? void 0 : left?.StackStatus ?? "DELETE_COMPLETE";
	});
	if (status === "DELETE_FAILED") throw new DeployError("stack-status", `${name}: its deletion ended as ${status}`, "Look at what could not be deleted.");
}
export { StackFailure, asEnd, changedStack, deleteEmptyStack, deleteStack, describeStack, isMissing, nextStep, settledStack, succeeded, until };
