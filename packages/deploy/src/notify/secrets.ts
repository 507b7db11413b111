import type { GetSecretValueCommandInput, GetSecretValueCommandOutput } from "@aws-sdk/client-secrets-manager";
import { DeployError } from "../error";

/** What reading the token needs of `SecretsManager`. */
export interface Secrets {
  getSecretValue(input: GetSecretValueCommandInput): Promise<GetSecretValueCommandOutput>;
}

export async function readToken(secrets: Secrets, id: string): Promise<string> {
  const { SecretString } = await secrets.getSecretValue({ SecretId: id });
  if (SecretString) return SecretString.trim();
  throw new DeployError("no-token", `token-secret: ${id} holds no text`);
}

/** What of a token or a webhook's address must not be seen: the whole, and the parts of its path that alone give access. */
export function secretParts(secret: string): string[] {
  const path = URL.canParse(secret) ? new URL(secret).pathname : "";
  const parts = [secret, path, ...path.split("/").filter((part) => part.length > 8)].filter((part) => part.length > 3);
  const written = parts.flatMap((part) => [part, encodeURIComponent(part), part.replaceAll("/", "\\/")]);
  // The longest first, so that no rest of it stays.
  return [...new Set(written)].sort((one, other) => other.length - one.length);
}

/** Text without the secret: Slack's answers and the network's errors may echo it. */
export function redact(text: string, secret: string): string {
  return secretParts(secret).reduce((clean, part) => clean.replaceAll(part, "***"), text);
}
