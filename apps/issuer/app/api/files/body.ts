import { randomUUID } from "node:crypto";
import { problem } from "./problem";

interface Schema<Value> {
  safeParse(
    input: unknown,
  ): { success: true; data: Value } | { success: false; error: { issues: { path: PropertyKey[]; message: string }[] } };
}

/** Longer than any of these routes needs. */
const mostBytes = 8 * 1024;

/** The body in the schema's shape, or the problem to answer with. */
export async function readBody<Value>(request: Request, schema: Schema<Value>): Promise<Value | Response> {
  const refuse = (errors: { field: string; message: string }[]) =>
    problem({ status: 400, code: "invalid-request", detail: "The body is not valid", errors, requestId: randomUUID() });
  if (!(Number(request.headers.get("content-length") ?? NaN) <= mostBytes))
    return refuse([{ field: "body", message: `want at most ${mostBytes} bytes` }]);
  const parsed = schema.safeParse(await request.json().catch(() => undefined));
  if (parsed.success) return parsed.data;
  return refuse(parsed.error.issues.map(({ path, message }) => ({ field: path.join(".") || "body", message })));
}
