import { ECS, type ECSClientConfig } from "@aws-sdk/client-ecs";
import { readFileSync } from "node:fs";

/** The floor that a rollout is held against: the same calls of the same SDK in the same order, and nothing else. */
interface Call {
  readonly action: string;
  readonly input: object;
}

const calls = JSON.parse(readFileSync(process.env["CALLS"] ?? "", "utf8")) as Call[];
const config: ECSClientConfig = {};
const ecs = new ECS(config) as unknown as Record<string, (input: object) => Promise<unknown>>;
for (const { action, input } of calls) await ecs[`${action[0]?.toLowerCase()}${action.slice(1)}`]?.(input);
