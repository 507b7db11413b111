/**
 * Loaded before Next's server (`node --require ./drain.cjs server.js`). On SIGTERM that server stops listening, waits
 * for the requests in flight and exits with 143. What it lacks is added here: a limit to the wait, connections that
 * end with their answer instead of being kept alive, and an ear for signals before it listens (a container's first
 * process has no default for them).
 */
const { subscribe } = require("node:diagnostics_channel");

/** Below the 30 seconds after which ECS kills. */
const limitMs = Number(process.env.DRAIN_LIMIT_MS ?? 20_000);
if (!(limitMs > 0)) throw new Error(`DRAIN_LIMIT_MS: want milliseconds, got "${process.env.DRAIN_LIMIT_MS}"`);

const inFlight = new Set();
let draining = false;

function closeAfter(response) {
  if (!response.headersSent) response.setHeader("connection", "close");
}

subscribe("http.server.request.start", ({ response, socket }) => {
  if (draining) closeAfter(response);
  inFlight.add(response);
  response.once("close", () => {
    inFlight.delete(response);
    // The header may have been on its way before the signal came.
    if (draining) socket.end();
  });
});

function drain(signal) {
  draining = true;
  // `once` has taken this listener off, so none is left until Next has put its own there.
  if (process.listenerCount(signal) === 0) process.exit(0);
  inFlight.forEach(closeAfter);
  setTimeout(() => {
    process.stderr.write(`${signal}: ${inFlight.size} requests unfinished after ${limitMs} ms, leaving them\n`);
    process.exit(1);
  }, limitMs).unref();
}

process.once("SIGTERM", drain);
process.once("SIGINT", drain);
