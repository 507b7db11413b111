import type { Stack } from "@aws-sdk/client-cloudformation";
import { DeployError } from "../error";
import type { StackPorts } from "./ports";
import type { Prepared } from "./prepare";
import { refuse } from "./refuse";
import type { StackRequest } from "./request";
import { originalTemplate } from "./stacks";
import { type DeclaredOutput, declaredOutputs } from "./template";
import { whatVanishes } from "./vanishing-outputs";

/**
 * Why a stack whose change set is empty is as it should be. CloudFormation may take outputs along only with a change of a
 * resource: throws where some would have to come or go.
 */
export async function whyEmpty(
  ports: StackPorts,
  request: StackRequest,
  stack: Stack,
  { text }: Prepared,
): Promise<string> {
  const before = declaredOutputs(await originalTemplate(ports.cloudFormation, stack));
  const after = declaredOutputs(text);
  const present = new Set((stack.Outputs ?? []).map(({ OutputKey = "" }) => OutputKey));
  const going = (stack.Outputs ?? []).filter(({ OutputKey = "" }) => before.has(OutputKey) && !after.has(OutputKey));
  const refused = await whatVanishes(ports.cloudFormation, request, going, "");
  if (refused.length > 0) throw refuse(request, refused);
  const isComing = ([name, output]: [string, DeclaredOutput]) =>
    !before.has(name) && !present.has(name) && !output.conditional;
  const missed = [
    ...going.map(({ OutputKey }) => `${OutputKey} stays`),
    ...[...after].filter(isComing).map(([name]) => `${name} does not come`),
  ];
  if (missed.length > 0)
    throw new DeployError(
      "change-set-failed",
      `${request.name}: CloudFormation calls the change set empty, although outputs differ: ${missed.join(", ")}`,
      "Outputs may change only together with a resource: change one as well, if only a tag of it.",
    );
  const otherwise = [...after].filter(([name, { text }]) => before.has(name) && before.get(name)!.text !== text);
  if (otherwise.length === 0) return "CloudFormation finds no difference";
  const names = otherwise.map(([name]) => `Outputs.${name}`).join(", ");
  ports.log.warning(`${request.name}: ${names}: defined otherwise, and CloudFormation finds no difference: look at it`);
  return `CloudFormation finds no difference, though ${names} is defined otherwise`;
}
