import { randomUUID } from "node:crypto";
import { type Answer, problem, type Unavailable } from "@cashsouk/types";
import type { Log } from "./log";

/** One request to the API; without a schema, its answer's body does not matter. */
export interface ApiRequest<Value> {
  method: "GET" | "PUT" | "POST" | "DELETE";
  /** From the API's root: `/api/v1/…`. */
  path: string;
  body?: object;
  /** Besides the connection's own. */
  headers?: Readonly<Record<string, string>>;
  schema?: Schema<Value>;
}

export type ApiCall = <Value = undefined>(request: ApiRequest<Value>) => Promise<Answer<Value>>;

export interface Schema<Value> {
  safeParse(
    input: unknown,
  ): { success: true; data: Value } | { success: false; error: { issues: { path: PropertyKey[]; message: string }[] } };
}

export interface ApiConnection {
  url: URL;
  /** Who asks: a user's token, or a portal's key. */
  headers?: Readonly<Record<string, string>>;
  /** How long a call may take: connecting, waiting and reading together. */
  limitMs: number;
  /** Hears of every call that got no answer, and of those that are limited: nothing else tells of these. */
  log: Log;
}

/** Calls never throw: an API that is away, slow or talks nonsense is an answer like any other. */
export function apiCall({ url, headers: own, limitMs, log }: ApiConnection): ApiCall {
  return async ({ method, path, body, headers, schema }) => {
    const reference = randomUUID();
    const address = new URL(path, url);
    const unavailable = (what: string): Unavailable => {
      const why = `${method} ${address.href}: ${what}`;
      log("the API gave no answer", { why, reference });
      return { kind: "unavailable", why, reference };
    };
    try {
      const response = await fetch(address, {
        method,
        headers: {
          accept: "application/json",
          "x-request-id": reference,
          ...(body ? { "content-type": "application/json" } : {}),
          ...headers,
          ...own,
        },
        body: body ? JSON.stringify(body) : null,
        redirect: "error",
        signal: AbortSignal.timeout(limitMs),
      });
      const judged = await judge(response, schema);
      if (typeof judged === "string") return unavailable(judged);
      if (judged.kind === "refused" && judged.status === 429)
        log("the API refused a call", { why: `${method} ${address.href}: ${judged.code}`, reference });
      return { ...judged, reference };
    } catch (error) {
      return unavailable(reason(error, limitMs));
    }
  };
}

/** An answer, or in words why it is none. */
async function judge<Value>(response: Response, schema: Schema<Value> | undefined) {
  if (!response.ok) {
    const parsed = problem.safeParse(await response.json().catch(() => undefined));
    // What stands between us and the API refuses too, in its own words.
    if (!parsed.success || response.status >= 500) return `answered ${response.status}`;
    const { status, code, detail = "", errors = [] } = parsed.data;
    return { kind: "refused" as const, status, code, detail, errors };
  }
  if (!schema) {
    await response.body?.cancel();
    return { kind: "answered" as const, value: undefined as Value };
  }
  const parsed = schema.safeParse(await response.json());
  if (parsed.success) return { kind: "answered" as const, value: parsed.data };
  const problems = parsed.error.issues.map(({ path, message }) => `${path.join(".") || "(top)"}: ${message}`);
  return `not the agreed shape: ${problems.slice(0, 5).join("; ")}`;
}

/** fetch says only "fetch failed"; what happened is in its cause, or in its cause's code. */
function reason(error: unknown, limitMs: number): string {
  const { name, message, cause } = error as {
    name?: string;
    message?: string;
    cause?: { message?: string; code?: string };
  };
  if (name === "TimeoutError") return `no answer within ${limitMs} ms`;
  if (name === "SyntaxError") return "not JSON";
  return cause?.message || cause?.code || message || String(error);
}
