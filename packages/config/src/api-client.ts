import { type NotePage, notePage } from "@cashsouk/types";

/** What the API said, or why there is nothing to show. */
export type Answer<Value> = { kind: "answered"; value: Value } | { kind: "unavailable"; why: string };

export interface ApiClient {
  openNotes(options: { limit: number }): Promise<Answer<NotePage>>;
}

/** A page waits no longer than this for the API: connecting, waiting and reading together. */
const timeLimitMs = 1_000;

/** Calls never throw: an API that is away, slow or talks nonsense is an answer like any other. */
export function apiClient(apiUrl: URL, limitMs = timeLimitMs): ApiClient {
  return {
    openNotes: ({ limit }) => get(new URL(`/api/v1/notes?limit=${limit}`, apiUrl), notePage, limitMs),
  };
}

interface Schema<Value> {
  safeParse(
    input: unknown,
  ): { success: true; data: Value } | { success: false; error: { issues: { path: PropertyKey[]; message: string }[] } };
}

async function get<Value>(url: URL, schema: Schema<Value>, limitMs: number): Promise<Answer<Value>> {
  const unavailable = (why: string): Answer<Value> => ({ kind: "unavailable", why: `GET ${url.href}: ${why}` });
  try {
    const response = await fetch(url, {
      headers: { accept: "application/json" },
      redirect: "error",
      signal: AbortSignal.timeout(limitMs),
    });
    if (!response.ok) {
      await response.body?.cancel();
      return unavailable(`answered ${response.status}`);
    }
    const parsed = schema.safeParse(await response.json());
    if (parsed.success) return { kind: "answered", value: parsed.data };
    const problems = parsed.error.issues.map(({ path, message }) => `${path.join(".") || "(top)"}: ${message}`);
    return unavailable(`not the agreed shape: ${problems.slice(0, 5).join("; ")}`);
  } catch (error) {
    return unavailable(reason(error, limitMs));
  }
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
