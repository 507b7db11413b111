import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import type { Failure } from "./failure";

/** Answers one call: its result, or an error that `describe` turns into a failure. */
export interface Methods {
  call(method: string, params: unknown): Promise<unknown>;
  describe(error: unknown, method: string): Failure;
}

interface Call {
  id: number;
  method: string;
  params: unknown;
}

/** The code with which an engine says that the failure is in `data`. */
const engineError = 4466;

/**
 * Serves JSON-RPC 2.0, one message a line, in the order in which the calls came: the engine has one connection.
 * Resolves when the input ended and every call was answered.
 */
export async function serve(input: Readable, write: (line: string) => void, methods: Methods): Promise<void> {
  const send = (message: object) => write(`${JSON.stringify({ jsonrpc: "2.0", ...message })}\n`);
  for await (const line of createInterface({ input })) {
    if (line.trim() === "") continue;
    const { id, method, params } = JSON.parse(line) as Call;
    try {
      const result = await methods.call(method, params);
      const printed = method === "diff" ? printedBy(result) : undefined;
      // The CLI prints a difference only when the engine asks it to.
      if (printed !== undefined) send({ id: 0, method: "print", params: { content: printed } });
      send({ id, result: result ?? {} });
    } catch (error) {
      send({
        id,
        error: {
          code: engineError,
          message: "An error happened. Check the data field for details.",
          data: methods.describe(error, method),
        },
      });
    }
  }
}

function printedBy(result: unknown): string | undefined {
  if (typeof result !== "object" || result === null || !("stdout" in result)) return undefined;
  return typeof result.stdout === "string" ? result.stdout : undefined;
}
