import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";
import { type Group, type SessionWrite, sessionHandle, sessionHandleHeader, sessionWrite } from "@cashsouk/types";

interface Row extends SessionWrite {
  portal: Group;
}

/** The API's session and user routes at the wire, as packages/types and the API's own tests have them. */
export async function startApiDouble(keys: Readonly<Record<string, Group>>) {
  const rows = new Map<string, Row>();
  const asked: string[] = [];
  const state = {
    rows,
    asked,
    /** Answers 503 to everything, as a load balancer with nobody behind it. */
    away: false,
    /** Happens before a request is answered, once. */
    before: undefined as ((method: string, path: string) => void) | undefined,
    /** The code of a problem that the user routes answer with. */
    refuses: undefined as string | undefined,
    /** Cognito is away: nobody's sessions end. */
    signInAway: false,
    tokens: [] as string[],
  };

  async function answer(request: IncomingMessage): Promise<[status: number, body?: object]> {
    const { method = "GET", url: path = "" } = request;
    asked.push(`${method} ${path.replace(/[0-9a-f]{64}/, ":handle")}`);
    state.before?.(method, path);
    if (state.away) return [503];
    const problem = (status: number, code: string): [number, object] => [
      status,
      { type: "about:blank", title: code, status, code, requestId: String(request.headers["x-request-id"]) },
    ];
    if (path.startsWith("/api/v1/me")) return userRoute(request, problem);
    const portal = keys[String(request.headers["x-portal-key"])];
    if (!portal) return problem(401, "portal-only");
    const [, handle = "", action] = /^\/api\/v1\/sessions\/([^/]+)(\/take)?$/.exec(path) ?? [];
    const found = rows.get(sessionHandle.parse(handle));
    const own = found?.portal === portal ? found : undefined;
    if (method === "PUT") {
      const written = sessionWrite.parse(await json(request));
      if (request.headers["if-match"] === "*" && !own) return problem(412, "session-ended");
      if (found && !own) return problem(404, "session-ended");
      rows.set(handle, { ...written, portal });
      return [204];
    }
    if (method === "DELETE" || action) rows.delete(handle);
    if (method === "DELETE") return [204];
    return own ? [200, { sealed: own.sealed, expiresAt: own.expiresAt }] : problem(404, "session-ended");
  }

  /** Those of whoever has signed in: a test has one user. */
  function mySessions(asking: string | string[] | undefined): object {
    const times = { startedAt: "2026-11-01T00:00:00.000Z", lastUsedAt: "2026-11-01T00:00:00.000Z" };
    const signedIn = [...rows].filter(([, { subject }]) => subject !== null);
    return { items: signedIn.map(([handle, { portal }]) => ({ portal, ...times, current: handle === asking })) };
  }

  async function userRoute(
    request: IncomingMessage,
    problem: (status: number, code: string) => [number, object],
  ): Promise<[number, object?]> {
    state.tokens.push(String(request.headers.authorization));
    if (state.refuses) return problem(403, state.refuses);
    if (request.method === "DELETE") {
      if (state.signInAway) return problem(503, "sign-in-unavailable");
      rows.clear();
      return [204];
    }
    if (request.url === "/api/v1/me/sessions") return [200, mySessions(request.headers[sessionHandleHeader])];
    const { idToken } = (await json(request)) as { idToken: string };
    const claims = JSON.parse(Buffer.from(idToken.split(".")[1] ?? "", "base64url").toString()) as Record<
      string,
      unknown
    >;
    const { sub, name, email, "cognito:groups": groups } = claims;
    return [200, { subject: sub, name, email, groups, memberSince: "2026-11-01T00:00:00.000Z", issuers: [] }];
  }

  const server = createServer((request, response) => {
    void answer(request).then(
      ([status, body]) =>
        response
          .writeHead(status, { "content-type": "application/json" })
          .end(body === undefined ? undefined : JSON.stringify(body)),
      (error: Error) => response.writeHead(400).end(error.message),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return Object.assign(state, {
    url: new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`),
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  });
}
