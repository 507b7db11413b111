import { run } from "../../process";
import { loginNames, readOwnConfig } from "./own-config";
import type { Credentials } from "./session";

/** The login that Docker has for a registry (`docker login`, docker/login-action), from its file or its helper. */
export async function ownCredentials(host: string, signal?: AbortSignal): Promise<Credentials | undefined> {
  const { auths = {}, credHelpers = {}, credsStore } = await readOwnConfig();
  const names = loginNames(host);
  const helper = names.map((name) => credHelpers[name]).find(Boolean) ?? credsStore;
  for (const name of names) {
    const { auth, identitytoken = "" } = auths[name] ?? {};
    if (auth) return splitAuth(Buffer.from(auth, "base64").toString(), identitytoken);
    const stored = helper && (await askHelper(helper, name, signal));
    if (stored) return stored;
  }
  return undefined;
}

/** Azure's login keeps a token in the password's place: https://learn.microsoft.com/azure/container-registry/container-registry-authentication */
function splitAuth(text: string, token: string): Credentials {
  const [user = "", password = ""] = text.split(/:(.*)/s);
  return { user, password: password || token };
}

/** https://github.com/docker/docker-credential-helpers: the name goes in by standard input, JSON comes out. */
async function askHelper(helper: string, name: string, signal?: AbortSignal): Promise<Credentials | undefined> {
  const program = `docker-credential-${helper}`;
  const { code, stdout } = await run(program, ["get"], { input: name, limitMs: 30_000, signal });
  // It fails where it has nothing for that name.
  if (code !== 0) return undefined;
  const { Username: user = "", Secret: password = "" } = JSON.parse(stdout.toString()) as Record<string, string>;
  return password ? { user, password } : undefined;
}
