import { type Clock, DeployError, pause } from "@cashsouk/deploy";

const attempts = 5;
const answerMs = 10_000;

/**
 * The job's identity token for AWS. What it says is never part of an error, and the request's own token goes to no
 * other address. The toolkit's getIDToken has no limit on its time, and brings an HTTP client of 700 KB.
 */
export async function fetchIdToken(env: NodeJS.ProcessEnv, clock: Clock): Promise<string> {
  const url = new URL(env["ACTIONS_ID_TOKEN_REQUEST_URL"] ?? "");
  url.searchParams.set("audience", "sts.amazonaws.com");
  const headers = {
    authorization: `Bearer ${env["ACTIONS_ID_TOKEN_REQUEST_TOKEN"] ?? ""}`,
    accept: "application/json",
  };
  for (let turn = 1; ; turn++) {
    const answer = await ask(url, headers);
    if (answer.kind === "token") return answer.token;
    if (answer.kind === "refused" || turn === attempts)
      throw new DeployError("no-id-token", `The job's identity token could not be fetched: ${answer.why}`);
    await pause(clock, turn * 1000);
  }
}

type TokenAnswer =
  { readonly kind: "token"; readonly token: string } | { readonly kind: "refused" | "passing"; readonly why: string };

async function ask(url: URL, headers: Record<string, string>): Promise<TokenAnswer> {
  try {
    const response = await fetch(url, { headers, redirect: "error", signal: AbortSignal.timeout(answerMs) });
    if (response.ok) {
      const { value } = (await response.json()) as { value?: unknown };
      if (typeof value === "string" && value) return { kind: "token", token: value };
      return { kind: "refused", why: "the answer holds no token" };
    }
    const passing = response.status >= 500 || response.status === 429;
    return { kind: passing ? "passing" : "refused", why: `HTTP ${response.status}` };
  } catch (error) {
    const { name, cause } = error as Error & { cause?: { code?: string } };
    return { kind: "passing", why: cause?.code ?? name };
  }
}
