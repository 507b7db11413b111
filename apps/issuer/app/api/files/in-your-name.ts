import { randomUUID } from "node:crypto";
import { type ApiClient, jsonLog } from "@cashsouk/config";
import type { Answer } from "@cashsouk/types";
import { currentSession } from "../../../sign-in";
import { problem } from "./problem";

const log = jsonLog("issuer");

/** Asks the API in the name of whoever is signed in, and hands its answer to the browser, which never holds a token. */
export async function inYourName<Value>(ask: (api: ApiClient) => Promise<Answer<Value>>): Promise<Response> {
  const session = await currentSession();
  if (!session)
    return problem({ status: 401, code: "unauthenticated", detail: "Sign in again", requestId: randomUUID() });
  const answer = await ask(session.api);
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
      return problem({ status: 503, code: "api-unavailable", detail: "Try again in a moment", requestId: reference });
    }
  }
}
