import { CloudWatchLogs } from "@aws-sdk/client-cloudwatch-logs";
import { CognitoIdentityProvider } from "@aws-sdk/client-cognito-identity-provider";
import { SecretsManager } from "@aws-sdk/client-secrets-manager";
import { SSM } from "@aws-sdk/client-ssm";
import { privateState } from "./world";

/** The emulated account as its root sees it. */
export function rootSettings() {
  return {
    region: "ap-southeast-5",
    endpoint: `http://127.0.0.1:${privateState().ports.gateway}`,
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
  };
}

export const cognito = () => new CognitoIdentityProvider(rootSettings());

export async function parameter(name: string): Promise<string> {
  return (await new SSM(rootSettings()).getParameter({ Name: `/cashsouk/local/${name}` })).Parameter!.Value!;
}

export async function secret(name: string): Promise<string> {
  const id = `/cashsouk/local/${name}`;
  return (await new SecretsManager(rootSettings()).getSecretValue({ SecretId: id })).SecretString!;
}

/** What a service's tasks wrote, as CloudWatch has it. */
export async function logOf(service: string, filterPattern?: string): Promise<string[]> {
  const logs = new CloudWatchLogs(rootSettings());
  const lines: string[] = [];
  let nextToken: string | undefined;
  do {
    const page = await logs.filterLogEvents({
      logGroupName: `/ecs/cashsouk-${service}-local`,
      ...(filterPattern ? { filterPattern } : {}),
      ...(nextToken ? { nextToken } : {}),
    });
    lines.push(...(page.events ?? []).map(({ message = "" }) => message));
    nextToken = page.nextToken;
  } while (nextToken);
  return lines;
}
