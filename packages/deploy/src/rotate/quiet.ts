import { DeployError } from "../error";
import { shortArn } from "../short-arn";
import type { RotationTools } from "./ports";
import type { RotationRequest } from "./types";

type Tools = Pick<RotationTools, "ecs">;

/** Refuses while something else moves the API or its database: a deployment would start tasks with either user. */
export async function requireQuiet(tools: Tools, request: RotationRequest): Promise<void> {
  await requireNoTask(tools, request);
  const { cluster, ecsName } = request;
  const { services: [service] = [] } = await tools.ecs.describeServices({ cluster, services: [ecsName] });
  const moving = service?.deployments?.find(
    ({ status, rolloutState }) => status === "ACTIVE" || rolloutState === "IN_PROGRESS",
  );
  if (moving) throw busy(`${ecsName}: a deployment of ${shortArn(moving.taskDefinition)} is in progress`);
}

/**
 * Refuses while a task works on the database's roles: one that began before the secret was moved would set the former
 * user's password after its lock.
 */
export async function requireNoTask({ ecs }: Tools, { cluster, families }: RotationRequest): Promise<void> {
  for (const family of [families.rotation, ...families.others]) {
    const { taskArns: [task] = [] } = await ecs.listTasks({ cluster, family });
    if (task) throw busy(`${family} (task ${shortArn(task)}) is running`);
  }
}

function busy(what: string): DeployError {
  return new DeployError("busy", `${what}: rotate when it has ended`);
}
