import { type InputReader, inputReader, type RawInputs } from "@cashsouk/deploy";
import type { NetworkSource, TaskRequest } from "@cashsouk/deploy/task";

const minute = 60_000;

export function parseInputs(raw: RawInputs): TaskRequest {
  const read = inputReader(raw);
  const inputs: TaskRequest = {
    cluster: read.optional("cluster"),
    taskDefinition: read.required("task-definition"),
    container: read.optional("container"),
    image: read.optional("image"),
    command: read.list("command"),
    environmentVariables: read.map("environment-variables"),
    network: readNetwork(read),
    startForMs: read.wholeNumber("start-for-minutes", 3, { min: 1, max: 60 }) * minute,
    waitForMs: read.wholeNumber("wait-for-minutes", 30, { min: 1, max: 720 }) * minute,
  };
  // One line with blanks would be one program name with blanks in it.
  if (inputs.command.length === 1 && inputs.command[0]?.includes(" ") && !raw("command").trim().startsWith("["))
    read.problem("command", `want a JSON list or one argument a line, got "${inputs.command[0]}"`);
  if (!inputs.cluster && inputs.network.kind !== "stack")
    read.problem("cluster", "give the cluster, or a stack with the output ClusterName");
  read.done();
  return inputs;
}

function readNetwork(read: InputReader): NetworkSource {
  const stack = read.optional("stack");
  const service = read.optional("service");
  const subnets = read.list("subnets");
  const securityGroups = read.list("security-groups");
  const assignPublicIp = read.flag("assign-public-ip", false);
  const ways = [stack, service, subnets[0]].filter(Boolean).length;
  if (ways !== 1) read.problem("stack", `give one of stack, service or subnets, got ${ways || "none"}`);
  if (subnets.length === 0 && securityGroups.length > 0) read.problem("security-groups", "go with subnets only");
  if (subnets.length === 0 && assignPublicIp) read.problem("assign-public-ip", "goes with subnets only");
  if (stack) return { kind: "stack", stack };
  return service ? { kind: "service", service } : { kind: "given", subnets, securityGroups, assignPublicIp };
}
