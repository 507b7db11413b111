import { getInput, getState } from "./chunks/actions-core.mjs";
import { systemClock } from "./chunks/deploy-base2.mjs";
import { finishUpdate } from "./chunks/deploy-stack3.mjs";
import { runAction } from "./chunks/roof3.mjs";
// deploy-stack/src/post.ts
runAction(async ({ aws, log }) => {
	const state = getState("update");
	if (!state) return;
	const { CloudFormation } = await import("./chunks/client-cloudformation.mjs").then((n) => n.cloudformation_exports);
	const region = getInput("region");
	const cloudFormation = aws(CloudFormation, region ? { region } : {});
	log.info(await finishUpdate({
		cloudFormation,
		clock: systemClock,
		log
	}, JSON.parse(state)));
});
export {};
