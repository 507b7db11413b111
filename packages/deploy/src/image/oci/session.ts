import { DeployError } from "../../error";
import { isRecord, isText } from "../../is-record";
import { tryJson } from "../../json";
import { type Challenge, parseChallenge } from "./challenge";
import { ask, type WireOptions } from "./wire";

export interface Credentials {
  readonly user: string;
  readonly password: string;
}

export interface Session {
  /** Calls the registry about a repository; logs in when it asks for that, and once anew when a token has run out. */
  call(repository: string, path: string, init?: RequestInit): Promise<Response>;
}

/** Calls to one registry by the OCI distribution protocol. `host` is the one that answers its API. */
export function openSession(host: string, credentials: Credentials | undefined, options: WireOptions): Session {
  const origin = `${isLoopback(host) ? "http" : "https"}://${host}`;
  /** By repository: a token is for one. */
  const authorizations = new Map<string, string>();

  async function authorize(repository: string, challenge: Challenge): Promise<string> {
    const basic =
      credentials && `Basic ${Buffer.from(`${credentials.user}:${credentials.password}`).toString("base64")}`;
    if (challenge.scheme === "basic") {
      if (basic) return basic;
      throw refused(host, repository, "it wants a login, and there is none");
    }
    const realm = URL.canParse(challenge.realm) ? new URL(challenge.realm) : undefined;
    // Credentials never travel in the clear, wherever a registry sends us.
    if (!realm || (realm.protocol !== "https:" && !(realm.protocol === "http:" && isLoopback(realm.host))))
      throw refused(host, repository, `it sends logins to ${challenge.realm}, which is not https`);
    if (challenge.service) realm.searchParams.set("service", challenge.service);
    // As docker asks before a push: some registries make a repository of it, and know none for who would only read.
    const scope = challenge.scope || `repository:${repository}:pull`;
    realm.searchParams.set("scope", basic ? scope.replace(/:pull$/, ":pull,push") : scope);
    const answer = await ask(realm, { headers: basic ? { authorization: basic } : {} }, options, asItIs);
    if (!answer.ok) throw refused(host, repository, `${realm.host} gave no token: ${await inWords(answer)}`);
    const said = tryJson(await answer.text());
    const given = isRecord(said) ? said["token"] || said["access_token"] : undefined;
    if (!isText(given)) throw refused(host, repository, `${realm.host} answered without a token`);
    return `Bearer ${given}`;
  }

  return {
    async call(repository, path, init = {}) {
      const url = new URL(`${origin}/v2/${repository}/${path}`);
      const send = () => {
        const authorization = authorizations.get(repository);
        const headers = { ...init.headers, ...(authorization ? { authorization } : {}) };
        return ask(url, { ...init, headers }, options, asItIs);
      };
      const first = await send();
      if (first.status !== 401) return first;
      const challenge = parseChallenge(first.headers.get("www-authenticate") ?? "");
      if (!challenge) throw refused(host, repository, await inWords(first));
      await first.body?.cancel();
      authorizations.set(repository, await authorize(repository, challenge));
      const second = await send();
      if (second.status === 401) throw refused(host, repository, await inWords(second));
      return second;
    },
  };
}

/** What answered is read as far as somebody needs it. */
const asItIs = (answer: Response) => Promise.resolve(answer);

/** What the registry says of an error, in one line. https://github.com/opencontainers/distribution-spec/blob/main/spec.md#error-codes */
export async function inWords(answer: Response): Promise<string> {
  const said = tryJson(await answer.text());
  const errors = isRecord(said) && Array.isArray(said["errors"]) ? (said["errors"] as OciError[]) : [];
  const told = errors.map(({ code, message }) => [code, message].filter(Boolean).join(": ")).join("; ");
  return told ? `HTTP ${answer.status}, ${told}` : `HTTP ${answer.status}`;
}

interface OciError {
  readonly code?: string;
  readonly message?: string;
}

export function refused(host: string, repository: string, why: string): DeployError {
  return new DeployError(
    "registry-refused",
    `${host} refuses access to ${repository}: ${why}`,
    "Give `username` and `password` of somebody who may push there, or log in before this step.",
  );
}

function isLoopback(host: string): boolean {
  return /^(localhost|127(\.\d+){3}|\[::1\])(:\d+)?$/.test(host);
}
