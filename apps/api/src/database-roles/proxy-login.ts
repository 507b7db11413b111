import type { Login } from "./configuration";

/**
 * RDS Proxy lets in the users of which it has a secret each, by the password that stands there. Whoever sets a password
 * in the database therefore sets it in the user's secret as well. Without a proxy there is no such secret.
 */
export async function tellProxy(
  secrets: string | undefined,
  { name, password }: Login,
  log: (line: string) => void,
): Promise<void> {
  if (secrets === undefined) return;
  const { ResourceNotFoundException, SecretsManager } = await import("@aws-sdk/client-secrets-manager");
  try {
    await new SecretsManager({}).putSecretValue({
      SecretId: `${secrets}/${name}`,
      SecretString: JSON.stringify({ username: name, password }),
    });
    log(`${name}: RDS Proxy has its password`);
  } catch (error) {
    if (!(error instanceof ResourceNotFoundException)) throw error;
    log(`${name}: has no secret in ${secrets}, so no RDS Proxy asks for it`);
  }
}
