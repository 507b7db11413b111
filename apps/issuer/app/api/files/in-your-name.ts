import { type ApiClient, jsonLog } from "@cashsouk/config";
import type { Answer } from "@cashsouk/types";
import { lookUpSession } from "../../../sign-in";
import { answerFor } from "./answer-for";

const log = jsonLog("issuer");

/** Asks the API in the name of whoever is signed in, and hands its answer to the browser, which never holds a token. */
export async function inYourName<Value>(ask: (api: ApiClient) => Promise<Answer<Value>>): Promise<Response> {
  return answerFor(await lookUpSession(), ask, log);
}
