import { getInput, getState } from "./chunks/actions-core.mjs";
import { DeployError } from "./chunks/deploy-base.mjs";
import { systemClock } from "./chunks/deploy-base2.mjs";
import { finishPending } from "./chunks/deploy-rollout.mjs";
import { runAction } from "./chunks/roof3.mjs";
// ecs-rollout/src/post.ts
runAction(async ({ aws, log }) => {
	const pending = JSON.parse(getState("pending") || "[]");
	if (pending.length === 0 || getInput("on-cancel") === "leave") return;
	const { ECS } = await import("./chunks/client-ecs.mjs").then((n) => n.ecs_exports);
	const finished = await finishPending({
		ecs: aws(ECS),
		clock: systemClock,
		log
	}, pending);
	const open = finished.flatMap(({ service, restored }) => restored.kind === "healthy" ? [] : [`${service}: the way back is not confirmed: ${restored.why}`]);
	if (open.length > 0) throw new DeployError("not-rolled-back", open.join("\n"));
	for (const { service, restored } of finished) if (restored.kind === "healthy") log.info(`${service}: ${restored.how}`);
});
export {};
