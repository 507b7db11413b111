import type { Stack } from "@aws-sdk/client-cloudformation";
import { DeployError } from "../error";
import { mayBe } from "./as-shown";
import { type ParameterChange, parameterChanges, parameterLine } from "./parameter-changes";
import { policyReads } from "./policy-reads";
import type { StackPorts } from "./ports";
import type { Prepared } from "./prepare";
import { refuse } from "./refuse";
import type { StackRequest } from "./request";
import { originalTemplate } from "./stacks";
import { tagChanges, tagLine } from "./tag-changes";
import { type DeclaredOutput, declaredOutputs, declaredPolicies, declaredResources } from "./template";
import { whatVanishes } from "./vanishing-outputs";

/**
 * Why a stack whose change set is empty is as it should be. CloudFormation may take outputs and resources' policies along only
 * with a change of a resource: throws where outputs would have to come or go, or a policy would have to change.
 */
export async function whyEmpty(
  ports: StackPorts,
  request: StackRequest,
  stack: Stack,
  prepared: Prepared,
): Promise<string> {
  const { text } = prepared;
  const shown = await originalTemplate(ports.cloudFormation, stack);
  // With question marks in it YAML may be something else.
  const deployed = mayBe(shown.trimEnd(), text.trimEnd()) ? text : shown;
  const before = declaredOutputs(deployed);
  const after = declaredOutputs(text);
  const present = new Set((stack.Outputs ?? []).map(({ OutputKey = "" }) => OutputKey));
  const going = (stack.Outputs ?? []).filter(({ OutputKey = "" }) => before.has(OutputKey) && !after.has(OutputKey));
  const refused = await whatVanishes(ports.cloudFormation, request, going, "");
  if (refused.length > 0) throw refuse(request, refused);
  // The names that a loop (Fn::ForEach) has made of outputs are not told.
  const loops = [...before.keys()].filter((name) => name.startsWith("Fn::") && !after.has(name));
  const isComing = ([name, output]: [string, DeclaredOutput]) =>
    !before.has(name) && !present.has(name) && !output.conditional;
  const missed = [
    ...[...going.map(({ OutputKey }) => OutputKey), ...loops].map((name) => `${name} stays`),
    ...[...after].filter(isComing).map(([name]) => `${name} does not come`),
  ];
  const changing = leftParameters(stack, prepared);
  const policies = [
    ...new Set([...changedPolicies(deployed, text), ...movedPolicies(deployed, text, changing)]),
  ].sort();
  const differ = [
    ...(missed.length > 0 ? [`outputs differ: ${missed.join(", ")}`] : []),
    ...(policies.length > 0 ? [`policies differ: ${policies.join(", ")} stays as it was`] : []),
  ];
  if (differ.length > 0)
    throw new DeployError(
      "change-set-failed",
      `${request.name}: CloudFormation calls the change set empty, although ${differ.join(", and ")}`,
      "Outputs and policies may change only together with a resource: change one as well, if only a tag of it.",
    );
  for (const what of [...changing.map(parameterLine), ...tagChanges(stack, prepared.tags).map(tagLine)])
    ports.log.warning(`${request.name}: ${what}: CloudFormation finds no difference, and leaves it as it is`);
  const otherwise = [...after].filter(([name, { text }]) => before.has(name) && !mayBe(before.get(name)!.text, text));
  if (otherwise.length === 0) return "CloudFormation finds no difference";
  const names = otherwise.map(([name]) => `Outputs.${name}`).join(", ");
  ports.log.warning(`${request.name}: ${names}: defined otherwise, and CloudFormation finds no difference: look at it`);
  return `CloudFormation finds no difference, though ${names} is defined otherwise`;
}

/** CloudFormation takes no value along that nothing in the stack comes of; it stays as it was, and is found to differ the next time. */
function leftParameters(stack: Stack, prepared: Prepared): ParameterChange[] {
  return parameterChanges(stack, prepared).filter(
    ({ name, noEcho, uncertain }) => !noEcho && !uncertain && !prepared.images.has(name),
  );
}

/** The policies that are written as before and come to something else, or may, since a parameter's value does. */
function movedPolicies(before: string, after: string, changing: readonly ParameterChange[]): string[] {
  const there = declaredResources(before);
  return [...policyReads(after)].flatMap(([path, names]) => {
    const moves = there.has(path.split(".")[0] ?? "") && changing.some(({ name }) => names.has(name));
    return moves ? [path] : [];
  });
}

/** The policies that a resource of both templates has otherwise. */
function changedPolicies(before: string, after: string): string[] {
  const [then, now] = [declaredPolicies(before), declaredPolicies(after)];
  const [there, here] = [declaredResources(before), declaredResources(after)];
  return [...new Set([...then.keys(), ...now.keys()])].sort().filter((path) => {
    const [resource = ""] = path.split(".");
    return there.has(resource) && here.has(resource) && then.get(path) !== now.get(path);
  });
}
