import type { GetSecretValueCommandInput, GetSecretValueCommandOutput } from "@aws-sdk/client-secrets-manager";
import { DeployError } from "../error";

/** What reading the token needs of `SecretsManager`. */
export interface Secrets {
  getSecretValue(input: GetSecretValueCommandInput): Promise<GetSecretValueCommandOutput>;
}

export async function readToken(secrets: Secrets, id: string): Promise<string> {
  const { SecretString } = await secrets.getSecretValue({ SecretId: id });
  // As the console stores what is entered as key and value.
  if (/^\s*\{/.test(SecretString ?? ""))
    throw new DeployError("no-token", `token-secret: ${id} holds JSON: want the token alone, as plain text`);
  if (SecretString) return SecretString.trim();
  throw new DeployError("no-token", `token-secret: ${id} holds no text`);
}

/** What of a token or a webhook's address must not be seen: the whole, and the parts of its path that alone give access. */
function bareParts(secret: string): string[] {
  const path = URL.canParse(secret) ? new URL(secret).pathname : "";
  const parts = [secret, path, ...path.split("/").filter((part) => part.length > 8)];
  // The longest first, so that no rest of it stays.
  return parts.filter((part) => part.length > 3).sort((one, other) => other.length - one.length);
}

/** The same, and as they are usually written elsewhere, for whom masks them. */
export function secretParts(secret: string): string[] {
  return [
    ...new Set(bareParts(secret).flatMap((part) => [part, encodeURIComponent(part), part.replaceAll("/", "\\/")])),
  ];
}

/** Text without the secret: Slack's answers and the network's errors may echo it. */
export function redact(text: string, secret: string): string {
  const parts = bareParts(secret).map((part) => part.split("").map(anyWriting).join(""));
  return parts.length > 0 ? text.replaceAll(new RegExp(parts.join("|"), "g"), "***") : text;
}

/** A character as it is, and as JSON, an address or HTML may write it: any of it may be echoed before it is read as such. */
function anyWriting(character: string): string {
  const code = character.charCodeAt(0);
  const hex = [...code.toString(16)]
    .map((digit) => (digit > "9" ? `[${digit}${digit.toUpperCase()}]` : digit))
    .join("");
  const itself = `\\u${code.toString(16).padStart(4, "0")}`;
  // Each repetition has its end: an answer of nothing but backslashes would take for ever.
  return `(?:\\\\{0,8}${itself}|\\\\{1,8}u0{0,4}${hex}|%(?:25){0,4}${hex}|&#(?:0{0,4}${code}|[xX]0{0,4}${hex});?)`;
}
