import { describe, expect, test } from "@jest/globals";
import { apiCall, apiClient } from "@cashsouk/config";
import type { SessionLookup } from "@cashsouk/sign-in";
import { type Answer, problem } from "@cashsouk/types";
import { answerFor } from "./answer-for";

const reference = "8b0e0a6e-0000-4000-8000-000000000001";
const log = () => undefined;
const api = apiClient(apiCall({ url: new URL("http://127.0.0.1:1"), limitMs: 1, log }));
const user = { name: "Demo Issuer", email: "issuer@demo.cashsouk.example", role: "issuer" as const };
const signedIn: SessionLookup = { kind: "signed-in", session: { user, api } };

describe("the browser is told", () => {
  const neverAsked = () => Promise.reject(new Error("the API was asked"));
  const away: Answer<never> = { kind: "unavailable", why: "answered 503", reference };
  const refused: Answer<never> = { kind: "refused", status: 409, code: "c", detail: "d", errors: [], reference };
  test.each<[string, SessionLookup, () => Promise<Answer<unknown>>, object]>([
    ["to sign in where nobody is", { kind: "signed-out" }, neverAsked, { status: 401, code: "unauthenticated" }],
    ["to sign in where a session has ended", { kind: "ended" }, neverAsked, { status: 401, code: "unauthenticated" }],
    [
      "to try again, with the reference, where a session can't be looked up",
      { kind: "unavailable", reference },
      neverAsked,
      { status: 503, code: "api-unavailable", requestId: reference },
    ],
    [
      "the same where the API then gives no answer",
      signedIn,
      () => Promise.resolve(away),
      { status: 503, code: "api-unavailable", requestId: reference },
    ],
    ["the API's own no", signedIn, () => Promise.resolve(refused), { status: 409, code: "c", requestId: reference }],
  ])("%s", async (_title, found, ask, told) => {
    const response = await answerFor(found, ask, log);
    const body = problem.parse(await response.json());
    expect(body).toMatchObject(told);
    expect(response.status).toBe(body.status);
  });

  test("the API's answer", async () => {
    const response = await answerFor(signedIn, () => Promise.resolve({ kind: "answered", value: 1, reference }), log);
    expect([response.status, await response.json()]).toEqual([200, 1]);
  });
});
