import { randomUUID } from "node:crypto";
import type { ApiClient, Log } from "@cashsouk/config";
import type { SessionLookup } from "@cashsouk/sign-in";
import type { Answer } from "@cashsouk/types";
import { problem } from "./problem";

/** What the API says to whoever this is, in HTTP; whoever can't be looked up now is still signed in, and may ask again. */
export async function answerFor<Value>(
  found: SessionLookup,
  ask: (api: ApiClient) => Promise<Answer<Value>>,
  log: Log,
): Promise<Response> {
  if (found.kind === "unavailable") return away(found.reference);
  if (found.kind !== "signed-in")
    return problem({ status: 401, code: "unauthenticated", detail: "Sign in again", requestId: randomUUID() });
  const answer = await ask(found.session.api);
  switch (answer.kind) {
    case "answered":
      return Response.json(answer.value, { headers: { "cache-control": "no-store" } });
    case "refused": {
      const { status, code, detail, errors, reference } = answer;
      return problem({ status, code, detail, errors, requestId: reference });
    }
    case "unavailable": {
      const { why, reference } = answer;
      log("API unavailable", { why, reference });
      return away(reference);
    }
  }
}

function away(requestId: string): Response {
  return problem({ status: 503, code: "api-unavailable", detail: "Try again in a moment", requestId });
}
