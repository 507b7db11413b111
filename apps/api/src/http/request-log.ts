import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Logger } from "pino";
import { type HttpLogger, pinoHttp } from "pino-http";

/** Paths that a load balancer asks every few seconds. */
const quiet = new Set(["/healthz", "/readyz"]);

/**
 * One line a request: method, path, status, milliseconds, request id. No headers (tokens, cookies, the origin's secret),
 * no query and no body.
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
    customSuccessMessage: () => "answered",
    customErrorMessage: () => "answered with an error",
  });
}

/** A caller's id is kept, so that a portal's log and ours meet; anything odd is replaced, since it ends in logs. */
function requestId(request: IncomingMessage, response: ServerResponse): string {
  const given = request.headers["x-request-id"];
  const id = typeof given === "string" && /^[\w-]{8,64}$/.test(given) ? given : randomUUID();
  response.setHeader("X-Request-Id", id);
  return id;
}
