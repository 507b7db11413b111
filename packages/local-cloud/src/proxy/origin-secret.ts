import { CloudFormation } from "@aws-sdk/client-cloudformation";
import { SecretsManager } from "@aws-sdk/client-secrets-manager";
import { awsClient } from "@cashsouk/deploy";
import type { ProxyConfiguration } from "./configuration";

/** The value of X-Origin-Verify; undefined while nothing is deployed that asks for one. */
export type OriginSecret = () => Promise<string | undefined>;

const freshMs = 2_000;
/** A visitor waits for it. */
const limits = { connectMs: 2_000, answerMs: 10_000, attempts: 1 };

/**
 * Reads the secret that the platform stack names, anew when it was read a while ago: it appears with the first deployment,
 * and a rotation or a reset changes it.
 */
export function originSecret({ endpoint, region, stack, output }: ProxyConfiguration["secret"]): OriginSecret {
  const settings = { endpoint, region, credentials: { accessKeyId: "test", secretAccessKey: "test" } };
  const formation = awsClient(CloudFormation, settings, limits);
  const secrets = awsClient(SecretsManager, settings, limits);
  let last: { value: Promise<string | undefined>; at: number } | undefined;

  const read = async () => {
    const arn = await stackOutput(formation, stack, output);
    return arn ? (await secrets.getSecretValue({ SecretId: arn })).SecretString : undefined;
  };
  return () => {
    if (!last || Date.now() - last.at > freshMs) last = { value: read().catch(() => undefined), at: Date.now() };
    return last.value;
  };
}

async function stackOutput(formation: CloudFormation, stack: string, output: string): Promise<string | undefined> {
  const { Stacks = [] } = await formation.describeStacks({ StackName: stack });
  return Stacks[0]?.Outputs?.find(({ OutputKey }) => OutputKey === output)?.OutputValue;
}
