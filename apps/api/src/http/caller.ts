import type { Group } from "@cashsouk/types";
import type { Request, RequestHandler, Response } from "express";
import { KeysUnavailable, TokenRefused } from "../sign-in/refusal";
import type { Tokens, User } from "../sign-in/tokens";
import { ApiError } from "./problem";

/** Who sends a request: the portal by its key, the user by his access token. */
interface Caller {
  portal: Group | undefined;
  user: User | Refusal;
}

/** Why there is no user: the reason is for the log, the error for the answer, which is the same for every bad token. */
interface Refusal {
  reason: string;
  error: ApiError;
}

/** Finds out who asks and refuses nobody: what is open stays open to a caller with an old token. */
export function identify(tokens: Tokens, portalOf: (key: string | undefined) => Group | undefined): RequestHandler {
  return async (request, response, next) => {
    const caller: Caller = { portal: portalOf(request.get("X-Portal-Key")), user: await userOf(tokens, request) };
    response.locals["caller"] = caller;
    next();
  };
}

async function userOf(tokens: Tokens, request: Request): Promise<Caller["user"]> {
  const token = /^Bearer +(\S+)$/i.exec(request.get("Authorization") ?? "")?.[1];
  if (token === undefined) return unauthenticated("no token");
  try {
    return await tokens.access(token);
  } catch (error) {
    if (error instanceof TokenRefused) return unauthenticated(error.message);
    if (error instanceof KeysUnavailable) return { reason: error.message, error: signInUnavailable(error) };
    throw error;
  }
}

const unauthenticated = (reason: string): Refusal => ({
  reason,
  error: new ApiError(401, "unauthenticated", "Sign in to use this"),
});

export function signInUnavailable(cause: unknown): ApiError {
  return new ApiError(503, "sign-in-unavailable", "Signing in does not work at the moment", undefined, { cause });
}

/** Undefined where no request was identified: outside /api. */
export const callerOf = (response: Response): Caller | undefined => response.locals["caller"] as Caller | undefined;

/** The user's `sub`, where a good token names one. */
export function subjectOf(response: Response): string | undefined {
  const user = callerOf(response)?.user;
  return user && isUser(user) ? user.subject : undefined;
}

/** Refuses whoever has no access token of ours. */
export const requireUser: RequestHandler = (request, response, next) => {
  const caller = callerOf(response);
  if (caller && isUser(caller.user)) return next();
  const { reason, error } = (caller?.user as Refusal | undefined) ?? unauthenticated("not identified");
  request.log.info({ code: error.code, reason }, "refused");
  if (error.status === 401) response.setHeader("WWW-Authenticate", "Bearer");
  throw error;
};

/** The user whom `requireUser` let through. */
export function signedIn(response: Response): User {
  const user = callerOf(response)?.user;
  if (user && isUser(user)) return user;
  throw new Error("This route stands before requireUser");
}

export function requireGroup(group: Group): RequestHandler {
  return (request, response, next) => {
    const { groups } = signedIn(response);
    if (groups.includes(group)) return next();
    request.log.info(
      { code: "forbidden", reason: `wants ${group}, has ${groups.join(", ") || "no group"}` },
      "refused",
    );
    throw new ApiError(403, "forbidden", "This is for others");
  };
}

export const requirePortal: RequestHandler = (request, response, next) => {
  if (callerOf(response)?.portal) return next();
  const reason = request.get("X-Portal-Key") === undefined ? "no portal key" : "not a portal's key";
  request.log.info({ code: "portal-only", reason }, "refused");
  response.setHeader("WWW-Authenticate", "PortalKey");
  throw new ApiError(401, "portal-only", "Only a portal may ask this");
};

/** The portal that `requirePortal` let through. */
export function askingPortal(response: Response): Group {
  const portal = callerOf(response)?.portal;
  if (portal) return portal;
  throw new Error("This route stands before requirePortal");
}

function isUser(user: Caller["user"]): user is User {
  return "subject" in user;
}
