import type { Stack } from "@aws-sdk/client-cloudformation";
import { readFileSync } from "node:fs";
import { oneLine } from "../aws-fault";
import { DeployError } from "../error";
import type { StackPorts } from "./ports";
import type { StackRequest } from "./request";

/** CloudFormation's limit for a stack policy. */
const maxPolicyBytes = 16_384;

/** Reads the file of a stack policy; what is wrong with it becomes a line in `problems`. */
export function readStackPolicy(path: string, problems: string[]): string {
  const problem = (text: string) => void problems.push(`stack-policy: ${text}`);
  try {
    const text = readFileSync(path, "utf8");
    const policy = JSON.parse(text) as { Statement?: unknown } | null;
    if (!Array.isArray(policy?.Statement)) problem(`${path}: want an object with a list of Statement`);
    if (Buffer.byteLength(text) > maxPolicyBytes) problem(`${path}: is longer than ${maxPolicyBytes} bytes`);
    return text;
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === "ENOENT";
    problem(missing ? `there is no file ${path}` : `${path}: ${(error as Error).message}`);
    return "";
  }
}

/** The stack policy of the request. An update is judged by it already, so it is set before one, and after a creation. */
export async function setStackPolicy(
  { cloudFormation, log }: StackPorts,
  { name }: StackRequest,
  body: string | undefined,
): Promise<void> {
  if (body === undefined) return;
  await settle(name, "stack policy", cloudFormation.setStackPolicy({ StackName: name, StackPolicyBody: body }));
  log.info(`${name}: has the stack policy of the request`);
}

export async function setProtection(
  { cloudFormation, log }: StackPorts,
  { name, terminationProtection: wanted }: StackRequest,
  stack: Stack,
): Promise<boolean> {
  if (wanted === undefined || wanted === (stack.EnableTerminationProtection ?? false)) return false;
  const update = { StackName: name, EnableTerminationProtection: wanted };
  await settle(name, "termination protection", cloudFormation.updateTerminationProtection(update));
  log.info(`${name}: termination protection is ${wanted ? "on" : "off"}`);
  return true;
}

async function settle(name: string, what: string, call: Promise<unknown>): Promise<void> {
  await call.catch((cause: Error) => {
    throw new DeployError("settings", `${name}: its ${what} could not be set: ${oneLine(cause)}`, undefined, { cause });
  });
}
