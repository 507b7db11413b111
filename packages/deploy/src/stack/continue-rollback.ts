import type { Stack } from "@aws-sdk/client-cloudformation";
import { DeployError } from "../error";
import { perform } from "./execute";
import type { StackPorts } from "./ports";
import type { StackRequest } from "./request";
import { describeFailed, failedIn, type ListedResource, listResources } from "./resources";
import { describeStack } from "./stacks";
import { isNamed, nestedStack } from "./stateful";

/** A stack that can be updated; `undefined`: it is to be created. */
export interface UsableStack {
  readonly stack: Stack | undefined;
  /** What there is left to look at in it. */
  readonly left: readonly string[];
}

/**
 * Continues a rollback that failed, skipping what the request names; without a word about it, says what could be skipped. `left`:
 * what was skipped, each thing a sentence, since from then on CloudFormation takes it for as it should be.
 */
export async function continueRollback(ports: StackPorts, request: StackRequest, stack: Stack): Promise<UsableStack> {
  const { name, roleArn, continueRollback: skip } = request;
  const stackId = stack.StackId ?? name;
  const failed = failedIn(await listResources(ports.cloudFormation, stackId));
  const status = `${name}: is ${stack.StackStatus}`;
  const named = failed.map(describeFailed).join("; ") || "CloudFormation names no resource";
  if (skip === undefined || request.mode !== "apply")
    throw new DeployError("rollback-failed", `${status}: ${named}`, howTo(failed));

  // CloudFormation skips only what its rollback failed at.
  const skippable = failed.filter(({ status: state, type }) => state === "UPDATE_FAILED" && type !== nestedStack);
  const unknown = skip.filter((wanted) => !skippable.some(({ path }) => isNamed({ path }, [wanted])));
  if (unknown.length > 0)
    throw new DeployError(
      "rollback-failed",
      `${status}, and continue-rollback names what did not fail in it: ${unknown.join(", ")}`,
      howTo(failed),
    );
  const skipped = skippable.filter(({ path }) => isNamed({ path }, skip));
  ports.log.info(`${status}: its rollback is continued, ${skipped.length === 0 ? "nothing is skipped" : "skipping:"}`);
  for (const resource of skipped) ports.log.warning(`skips ${describeFailed(resource)}`);
  await perform(ports, request, {
    stackId,
    kind: "rollback",
    good: (end) => end === "UPDATE_ROLLBACK_COMPLETE",
    start: (ClientRequestToken) =>
      ports.cloudFormation.continueUpdateRollback({
        StackName: stackId,
        ClientRequestToken,
        ...(roleArn ? { RoleARN: roleArn } : {}),
        ...(skipped.length > 0 ? { ResourcesToSkip: skipped.map((each) => skipName(each)) } : {}),
      }),
  });
  const left = skipped.map(
    (resource) =>
      `${describeFailed(resource)}: was skipped by the rollback, and may be otherwise than CloudFormation takes it for`,
  );
  return { stack: await describeStack(ports.cloudFormation, stackId), left };
}

/** In CloudFormation's own words: in a nested stack, that stack's name comes first (not its logical id). */
function skipName({ path, id, stackName }: ListedResource): string {
  return path === id ? id : `${stackName}.${id}`;
}

function howTo(failed: readonly ListedResource[]): string {
  const skip = failed.filter(({ type }) => type !== nestedStack).map(({ path }) => path);
  return (
    "Mend what stopped it and give `continue-rollback: none`. Or skip what can't be mended, which leaves it as it is and " +
    `must then be set right by hand: \`continue-rollback: ${JSON.stringify(skip)}\`.`
  );
}
