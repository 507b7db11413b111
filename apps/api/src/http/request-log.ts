import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Response } from "express";
import type { Logger } from "pino";
import { type HttpLogger, pinoHttp } from "pino-http";
import { callerOf, subjectOf } from "./caller";

/** Paths that a load balancer asks every few seconds. */
const quiet = new Set(["/healthz", "/readyz"]);

/**
 * One line a request: method, path, status, milliseconds, request id, user and portal. No headers (tokens, cookies, the
 * origin's secret), no query and no body.
 */
export function requestLog(logger: Logger): HttpLogger {
  return pinoHttp({
    logger,
    genReqId: requestId,
    quietReqLogger: true,
    customAttributeKeys: { reqId: "requestId", responseTime: "ms" },
    serializers: {
      req: ({ method, url }: IncomingMessage) => ({ method, path: url?.split("?", 1)[0] }),
      res: ({ statusCode }: ServerResponse) => ({ status: statusCode }),
    },
    customLogLevel: (request, response) => {
      if (response.statusCode >= 500) return "warn";
      return quiet.has(request.url ?? "") ? "debug" : "info";
    },
    customSuccessObject: withCaller,
    customErrorObject: (request, response, _error, object: object) => withCaller(request, response, object),
    customSuccessMessage: () => "answered",
    customErrorMessage: () => "answered with an error",
  });
}

/** Who asked: the user's `sub` and the portal, where they are known. */
function withCaller(_request: IncomingMessage, response: ServerResponse, object: object): object {
  const [user, portal] = [subjectOf(response as Response), callerOf(response as Response)?.portal];
  return { ...object, ...(user && { user }), ...(portal && { portal }) };
}

/** A caller's id is kept, so that a portal's log and ours meet; anything odd is replaced, since it ends in logs. */
function requestId(request: IncomingMessage, response: ServerResponse): string {
  const given = request.headers["x-request-id"];
  const id = typeof given === "string" && /^[\w-]{8,64}$/.test(given) ? given : randomUUID();
  response.setHeader("X-Request-Id", id);
  return id;
}
