import type { Server } from "node:http";

/**
 * Stops accepting, lets requests in flight finish, then closes the rest. Idle connections are closed at once; one whose
 * answer is still out is told to close after it. What is left after `limitMs` is cut off: `cut-off`.
 */
export async function drain(
  server: Server,
  close: () => Promise<void>,
  limitMs: number,
): Promise<"drained" | "cut-off"> {
  server.prependListener("request", (_request, response) => response.setHeader("Connection", "close"));
  const finished = new Promise<"drained">((resolve) => server.close(() => resolve("drained")));
  // A connection that becomes idle only after close() began would otherwise be kept until its time-out.
  const idle = setInterval(() => server.closeIdleConnections(), 100);
  const outcome = await Promise.race([finished, after(limitMs)]);
  clearInterval(idle);
  server.closeAllConnections();
  await Promise.race([close(), after(5_000)]);
  return outcome;
}

function after(ms: number): Promise<"cut-off"> {
  return new Promise((resolve) => setTimeout(() => resolve("cut-off"), ms).unref());
}
