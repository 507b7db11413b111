import { join } from "node:path";
import { DeployError, type Log, systemClock } from "@cashsouk/deploy";
import { deployStack } from "@cashsouk/deploy/stack";
import { gatewayUrl, type Instance, region } from "../instance/instance";
import type { RootClients } from "./clients";

/** What the workflow is told of the account, as repository variables on GitHub. */
export interface Foundation {
  readonly deployerRoleArn: string;
  readonly cloudFormationRoleArn: string;
  /** endpoint/bucket */
  readonly artifacts: string;
}

export const slackTokenSecret = "/cashsouk/local/slack-token";

/** What a person with administrator's rights lays down once in an account: bootstrap, registry, the Slack token. */
export async function layFoundation(
  clients: RootClients,
  instance: Instance,
  checkout: string,
  log: Log,
): Promise<Foundation> {
  const outputs = await stack("bootstrap");
  await stack("registry");
  await keepSlackToken(clients, instance);
  return {
    deployerRoleArn: output(outputs, "DeployerRoleArn"),
    cloudFormationRoleArn: output(outputs, "CloudFormationRoleArn"),
    artifacts: `${gatewayUrl(instance)}/${output(outputs, "ArtifactsBucketName")}`,
  };

  async function stack(name: "bootstrap" | "registry") {
    const { cloudFormation, s3, ssm } = clients;
    const never = new AbortController().signal;
    const ports = { cloudFormation, artifacts: s3, ledger: ssm, clock: systemClock, log, cancelled: never };
    const result = await deployStack(ports, {
      name: `cashsouk-${name}`,
      template: join(checkout, "cloudformation", `${name}.yaml`),
      parameters: join(checkout, "cloudformation", "parameters", "local", `${name}.json`),
      overrides: {},
      mode: "apply",
      artifacts: undefined,
      region,
      capabilities: ["CAPABILITY_NAMED_IAM"],
      roleArn: undefined,
      tags: {},
      allowReplacement: [],
      allowRemoval: [],
      replaceFailed: true,
      terminationProtection: undefined,
      waitMs: 300_000,
      images: new Map(),
      ledger: undefined,
      imageParameters: "{Service}Image",
    });
    return result.outputs;
  }
}

function output(outputs: Readonly<Record<string, string>>, name: string): string {
  const value = outputs[name];
  if (value) return value;
  throw new DeployError("missing-output", `cashsouk-bootstrap has no output ${name}`);
}

async function keepSlackToken({ secrets }: RootClients, { secrets: { slackToken } }: Instance): Promise<void> {
  try {
    await secrets.putSecretValue({ SecretId: slackTokenSecret, SecretString: slackToken });
  } catch (error) {
    if ((error as Error).name !== "ResourceNotFoundException") throw error;
    await secrets.createSecret({ Name: slackTokenSecret, SecretString: slackToken });
  }
}
