import type { Request } from "express";
import { ipKeyGenerator, rateLimit } from "express-rate-limit";
import { callerOf, subjectOf } from "./caller";
import { ApiError, sendProblem } from "./problem";

/**
 * By user where a good token names one, else by address; portals are not counted: all their users come from one address.
 * Counted in this process: with n tasks a caller has n times as much.
 */
export function callerLimit(perMinute: number) {
  return rateLimit({
    windowMs: 60_000,
    limit: perMinute,
    standardHeaders: "draft-8",
    legacyHeaders: false,
    skip: (_request, response) => subjectOf(response) === undefined && callerOf(response)?.portal !== undefined,
    keyGenerator: (request, response) => subjectOf(response) ?? addressOf(request),
    handler: (_request, response) =>
      sendProblem(
        response,
        new ApiError(429, "rate-limited", `More than ${perMinute} requests a minute: wait and try again`),
      ),
  });
}

/** One IPv6 network counts as one address. */
function addressOf(request: Request): string {
  return ipKeyGenerator(request.ip ?? "");
}
