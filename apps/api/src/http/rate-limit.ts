import { rateLimit } from "express-rate-limit";
import { ApiError, sendProblem } from "./problem";

/** By address, in this process: with n tasks an address has n times as much. */
export function addressLimit(perMinute: number) {
  return rateLimit({
    windowMs: 60_000,
    limit: perMinute,
    standardHeaders: "draft-8",
    legacyHeaders: false,
    handler: (_request, response) =>
      sendProblem(
        response,
        new ApiError(429, "rate-limited", `More than ${perMinute} requests a minute: wait and try again`),
      ),
  });
}
