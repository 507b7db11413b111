import { askPatiently, oneLine } from "./deploy-base2.mjs";
import { DeployError } from "./deploy-base.mjs";
import { asEnd, describeStack, succeeded, until } from "./deploy-stack2.mjs";
// ../packages/deploy/src/stack/pending.ts
const limitMs = 24e4;
async function finishUpdate(ports, update) {
	return finish(ports, update).catch((error) => {
		throw asEnd(update.name, error, (text) => text) ?? error;
	});
}
async function finish(ports, { name, stackId, token }) {
	const { cloudFormation, clock, log } = ports;
	const find = async () => (await describeStack(cloudFormation, stackId))?.StackStatus ?? "DELETE_COMPLETE";
	const status = await askPatiently({
		clock,
		log
	}, name, find);
	if (!status.endsWith("_IN_PROGRESS")) return told(name, status);
	if (!await isLatest(ports, {
		name,
		stackId,
		token
	})) return `${name}: another change of the stack goes on: ${status}`;
	if (status === "UPDATE_IN_PROGRESS") await cloudFormation.cancelUpdateStack({ StackName: stackId }).catch((error) => log.warning(`${name}: the update could not be cancelled: ${oneLine(error)}`));
	const { signal: cancelled } = new AbortController();
	const wait = {
		clock,
		log,
		cancelled,
		limitMs,
		about: name,
		what: "the update is cancelled, and its rollback was not done"
	};
	const resting = async () => {
		const now = await find();
		return now.endsWith("_IN_PROGRESS") ? void 0 : now;
	};
	return told(name, await until(wait, resting));
}
async function isLatest({ cloudFormation, clock, log }, { name, stackId, token }) {
	const ask = () => cloudFormation.describeStackEvents({ StackName: stackId });
	const { StackEvents = [] } = await askPatiently({
		clock,
		log
	}, name, ask);
	const own = StackEvents.find(({ PhysicalResourceId }) => PhysicalResourceId === stackId);
	return own?.ClientRequestToken === void 0 || own.ClientRequestToken === token;
}
function told(name, status) {
	if (succeeded(status)) return `${name}: the update had come to its end before it could be cancelled: ${status}`;
	if (status === "UPDATE_ROLLBACK_COMPLETE") return `${name}: the update was cancelled and rolled back: ${status}`;
	throw new DeployError("not-rolled-back", `${name}: the update was cancelled; the stack is ${status}`);
}
export { finishUpdate };
