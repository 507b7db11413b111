import { STATUS_CODES } from "node:http";
import type { Problem } from "@cashsouk/types";
import type { ErrorRequestHandler, RequestHandler, Response } from "express";
import { databaseIsAway } from "../database/away";

/** An answer other than success that was meant: everything else that is thrown is a bug and answers 500. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly errors?: Problem["errors"],
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = "ApiError";
  }
}

export function sendProblem(response: Response, { status, code, message, errors }: ApiError): void {
  const body: Problem = {
    type: "about:blank",
    title: STATUS_CODES[status] ?? "Error",
    status,
    detail: message,
    code,
    requestId: response.getHeader("X-Request-Id") as string,
    ...(errors ? { errors } : {}),
  };
  response.status(status).type("application/problem+json").send(JSON.stringify(body));
}

export const notFound: RequestHandler = (request) => {
  throw new ApiError(404, "not-found", `Nothing is at ${request.method} ${request.path}`);
};

/** Express knows an error handler by its four parameters. */
export const problems: ErrorRequestHandler = (error: unknown, request, response, next) => {
  if (response.headersSent) return next(error);
  const expected = expectedError(error);
  if (!expected) request.log.error({ err: error }, "unexpected error");
  else if (expected.status >= 500) request.log.warn({ err: error, code: expected.code }, expected.message);
  sendProblem(response, expected ?? new ApiError(500, "internal", "Something went wrong on our side"));
};

function expectedError(error: unknown): ApiError | undefined {
  if (error instanceof ApiError) return error;
  if (databaseIsAway(error))
    return new ApiError(503, "database-unavailable", "The database does not answer", undefined, { cause: error });
  return malformed(error) ? new ApiError(error.status, "invalid-request", "The request cannot be read") : undefined;
}

/** Express's own: a path that cannot be decoded, a body that is too long. */
function malformed(error: unknown): error is Error & { status: number } {
  if (!(error instanceof Error) || !("status" in error)) return false;
  return typeof error.status === "number" && error.status >= 400 && error.status < 500;
}
