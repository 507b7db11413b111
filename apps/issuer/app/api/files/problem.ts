import { STATUS_CODES } from "node:http";
import type { Problem } from "@cashsouk/types";

/** An error as the API words its own. */
export function problem(said: Omit<Problem, "type" | "title">): Response {
  const body: Problem = { type: "about:blank", title: STATUS_CODES[said.status] ?? "Error", ...said };
  return Response.json(body, {
    status: said.status,
    headers: { "cache-control": "no-store", "content-type": "application/problem+json" },
  });
}
