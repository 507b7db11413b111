import type { Server } from "node:http";
import type { Socket } from "node:net";

export type Drained = "drained" | "cut-off";

/** How often connections that have become idle are looked for, and how long the pool may take to close. */
const sweepMs = 100;
const closeTimeoutMs = 5_000;

/**
 * Returns what stops the server: it accepts nothing more, lets requests in flight finish, closes the other connections,
 * and then calls `close`. What is left after `limitMs` is cut off. To be called before the server listens.
 */
export function drainOf(server: Server, close: () => Promise<void>, limitMs: number): () => Promise<Drained> {
  const sockets = new Set<Socket>();
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  const sweep = () => {
    server.closeIdleConnections();
    // Node does not count a connection as idle before its first request; balancers and browsers open some ahead.
    for (const socket of sockets) if (socket.bytesRead === 0) socket.destroy();
  };
  return async () => {
    server.prependListener("request", (_request, response) => response.setHeader("Connection", "close"));
    const finished = new Promise<Drained>((resolve) => server.close(() => resolve("drained")));
    sweep();
    const sweeping = setInterval(sweep, sweepMs);
    const outcome = await Promise.race([finished, after(limitMs)]);
    clearInterval(sweeping);
    server.closeAllConnections();
    await Promise.race([close(), after(closeTimeoutMs)]);
    return outcome;
  };
}

function after(ms: number): Promise<Drained> {
  // Not unref: with nothing else to wait for, the process would end by itself before it says how it stopped.
  return new Promise((resolve) => setTimeout(() => resolve("cut-off"), ms));
}
