import { DeployError } from "../error";
import { asEnd, StackFailure, StackUntouched } from "./ends";
import { refuseWithoutTemplate } from "./missing-files";
import { noting } from "./noting";
import type { StackPorts } from "./ports";
import type { StackRequest, StackResult } from "./request";
import { makeSecrets } from "./secrets";
import { describeStack } from "./stacks";

/** Brings one stack to what its template, parameters and tags say, or throws with the reason why it isn't. */
export async function deployStack(ports: StackPorts, request: StackRequest): Promise<StackResult> {
  const { log, secrets = makeSecrets() } = ports;
  const discreet = {
    info: (line: string) => log.info(secrets.hide(line)),
    warning: (line: string) => log.warning(secrets.hide(line)),
  };
  const { api: cloudFormation, noted } = noting(ports.cloudFormation, request.name);
  try {
    return await deploy({ ...ports, cloudFormation, secrets, log: discreet }, request);
  } catch (error) {
    const end = asEnd(request.name, error, (text) => secrets.hide(text)) ?? error;
    const untouched = end instanceof DeployError && !(end instanceof StackFailure) && !noted.touched;
    throw untouched ? new StackUntouched(end, noted.status) : end;
  }
}

async function deploy(ports: StackPorts, request: StackRequest): Promise<StackResult> {
  const startedAt = ports.clock.now();
  refuseWithoutTemplate(request);
  await refuseLate(ports, request);
  const found = request.mode === "execute" ? undefined : await describeStack(ports.cloudFormation, request.name);
  // What reads templates and changes stacks is loaded once AWS has answered.
  const { bringAbout } = await import("./bring-about");
  const done = await bringAbout(ports, request, found);
  return { name: request.name, ...done, seconds: Math.round((ports.clock.now() - startedAt) / 1000) };
}

/** Templates of an older commit would take back what a newer one laid down, although no service moves. */
async function refuseLate({ ledger, isAncestor }: StackPorts, { commit, ledger: path }: StackRequest): Promise<void> {
  if (commit === undefined || path === undefined || !isAncestor) return;
  const { readReleases, refuseOlder } = await import("../release");
  await refuseOlder(isAncestor, commit, (await readReleases(ledger, path)).values());
}
