import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { startTokenIssuer, type TokenIssuer } from "./token-issuer";

describe("the token issuer", () => {
  let issuer: TokenIssuer;
  beforeAll(async () => {
    issuer = await startTokenIssuer((job) => ({
      sub: `repo:o/r:${job ? `environment:${job}` : "ref:refs/heads/main"}`,
      repository: "o/r",
      repository_id: "1",
      ref: "refs/heads/main",
      job_workflow_ref: "o/r/.github/workflows/deploy.yml@refs/heads/main",
    }));
  });
  afterAll(() => issuer.close());

  const ask = (token: string) => fetch(`${issuer.url}&audience=me`, { headers: { authorization: `Bearer ${token}` } });

  test("a request with the run's token gets a JWT for the audience it asked for", async () => {
    const { value } = (await (await ask(issuer.requestToken)).json()) as { value: string };
    const claims = JSON.parse(Buffer.from(value.split(".")[1]!, "base64url").toString()) as Record<string, unknown>;
    expect(claims).toMatchObject({ aud: "me", iss: "https://token.actions.githubusercontent.com", repository: "o/r" });
    expect(Number(claims["exp"]) - Number(claims["iat"])).toBe(300);
  });

  test.each([
    ["", "repo:o/r:ref:refs/heads/main"],
    ["staging", "repo:o/r:environment:staging"],
  ])("the claims are those of the job that asks: %s", async (job, sub) => {
    const headers = { authorization: `Bearer ${issuer.requestToken}` };
    const { value } = (await (await fetch(`${issuer.url}&job=${job}`, { headers })).json()) as { value: string };
    expect(JSON.parse(Buffer.from(value.split(".")[1]!, "base64url").toString())).toMatchObject({ sub });
  });

  test("a request with another token is refused", async () => {
    expect((await ask("other")).status).toBe(401);
  });
});
