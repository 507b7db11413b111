import { DeployError } from "../error";
import { shortArn } from "../task";
import type { RotationTools } from "./ports";
import type { RotationRequest } from "./types";

/**
 * Refuses while something else moves the API or its database: a deployment would start tasks with either user, a
 * database-roles task that began before the move would set the former user's password after its lock.
 */
export async function requireQuiet({ ecs }: Pick<RotationTools, "ecs">, request: RotationRequest): Promise<void> {
  const { cluster, ecsName, families } = request;
  const running = await Promise.all(
    [families.rotation, ...families.others].map(async (family) => {
      const { taskArns = [] } = await ecs.listTasks({ cluster, family });
      return taskArns.map((arn) => `${family} (task ${shortArn(arn)})`);
    }),
  );
  const [task] = running.flat();
  if (task)
    throw new DeployError("busy", `${task} is running: rotate when it has ended`, "Nothing was changed by this run.");
  const { services: [service] = [] } = await ecs.describeServices({ cluster, services: [ecsName] });
  const moving = service?.deployments?.find(
    ({ status, rolloutState }) => status === "ACTIVE" || rolloutState === "IN_PROGRESS",
  );
  if (moving)
    throw new DeployError(
      "busy",
      `${ecsName}: a deployment of ${shortArn(moving.taskDefinition)} is in progress: rotate when it has ended`,
      "Nothing was changed by this run.",
    );
}
