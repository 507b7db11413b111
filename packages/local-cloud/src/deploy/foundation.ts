import { join } from "node:path";
import { type Log, systemClock } from "@cashsouk/deploy";
import { keepSigningKeys, layFoundation, workflowVariables } from "@cashsouk/deploy/foundation";
import type { StackPorts } from "@cashsouk/deploy/stack";
import { gatewayUrl, type Instance, region } from "../instance/instance";
import type { RootClients } from "./clients";

/**
 * What a person with administrator's rights does once in an account: bootstrap, registry, the key pair for files'
 * addresses, the Slack token. Gives what
 * the workflow is told of the account, as repository variables on GitHub.
 */
export async function prepareAccount(
  clients: RootClients,
  instance: Instance,
  checkout: string,
  log: Log,
): Promise<Record<string, string>> {
  const { secrets, ssm } = clients;
  const ports = stackPorts(clients, log);
  const templates = join(checkout, "cloudformation");
  const request = {
    environment: "local",
    templates,
    region,
    overrides: {},
    mode: "apply",
    replaceFailed: true,
  } as const;
  const variables = workflowVariables(request, await layFoundation(ports, request));
  await keepSigningKeys({ secrets, parameters: ssm }, request);
  await keepSlackToken(clients, instance, variables["SLACK_TOKEN_SECRET"] ?? "");
  return { ...variables, ARTIFACTS: `${gatewayUrl(instance)}/${variables["ARTIFACTS"]}` };
}

export function stackPorts({ cloudFormation, s3, ssm }: RootClients, log: Log): StackPorts {
  const cancelled = new AbortController().signal;
  return { cloudFormation, artifacts: s3, ledger: ssm, clock: systemClock, log, cancelled };
}

export async function keepSlackToken(
  { secrets }: RootClients,
  { secrets: { slackToken } }: Instance,
  name: string,
): Promise<void> {
  try {
    await secrets.putSecretValue({ SecretId: name, SecretString: slackToken });
  } catch (error) {
    if ((error as Error).name !== "ResourceNotFoundException") throw error;
    await secrets.createSecret({ Name: name, SecretString: slackToken });
  }
}
