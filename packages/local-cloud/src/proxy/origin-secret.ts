import { CloudFormation } from "@aws-sdk/client-cloudformation";
import { SecretsManager } from "@aws-sdk/client-secrets-manager";
import { awsClient } from "@cashsouk/deploy";
import { asRoot, freshMs, limits } from "./aws-api";
import type { ProxyConfiguration } from "./configuration";
import { freshFor } from "./fresh-for";

/** The value of X-Origin-Verify; undefined while nothing is deployed that asks for one. */
export type OriginSecret = () => Promise<string | undefined>;

/** The secret that the platform stack names: it appears with the first deployment, and a rotation or a reset changes it. */
export function originSecret({ api, secret }: Pick<ProxyConfiguration, "api" | "secret">): OriginSecret {
  const formation = awsClient(CloudFormation, asRoot(api), limits);
  const secrets = awsClient(SecretsManager, asRoot(api), limits);
  return freshFor(freshMs, async () => {
    const arn = await stackOutput(formation, secret.stack, secret.output);
    return arn ? (await secrets.getSecretValue({ SecretId: arn })).SecretString : undefined;
  });
}

async function stackOutput(formation: CloudFormation, stack: string, output: string): Promise<string | undefined> {
  const { Stacks = [] } = await formation.describeStacks({ StackName: stack });
  return Stacks[0]?.Outputs?.find(({ OutputKey }) => OutputKey === output)?.OutputValue;
}
