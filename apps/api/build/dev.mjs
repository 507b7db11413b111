import cluster from "node:cluster";
import { resolve } from "node:path";
import { watch } from "rolldown";

// The server with reload: bundled at every edit of what it is made of, and started anew beside the one that runs.
// This process holds the port. The former server answers until the new one listens, and goes on where that does not start.
const [entry = "src/server.ts"] = process.argv.slice(2);
const file = resolve("node_modules/.cache/dev", "server.mjs");
const say = (line) => process.stderr.write(`reload: ${line}\n`);

let serving;
let starting;

cluster.setupPrimary({ exec: file, args: [], execArgv: ["--enable-source-maps"] });

const watcher = watch({
  cwd: process.cwd(),
  input: { server: entry },
  platform: "node",
  // Of other packages only the workspace's are edited; to bundle and to map all of them takes longer than to load them.
  external: /^(?!@cashsouk\/)[^./]/,
  logLevel: "warn",
  output: { file, format: "esm", codeSplitting: false, sourcemap: true },
});

watcher.on("event", async (event) => {
  if (event.code === "BUNDLE_END") startAnother();
  if (event.code === "ERROR") say(`${event.error.message}\n${whatNow()}`);
  await event.result?.close();
});

for (const signal of ["SIGTERM", "SIGINT"]) process.on(signal, stop);

function startAnother() {
  // Of an edit before this one, and out of date.
  starting?.process.kill("SIGKILL");
  const worker = cluster.fork();
  starting = worker;
  worker.once("listening", () => {
    if (worker !== starting) return;
    if (serving) retire(serving);
    [serving, starting] = [worker, undefined];
  });
  worker.once("exit", (code, signal) => {
    if (worker !== starting && worker !== serving) return;
    if (worker === starting) starting = undefined;
    else serving = undefined;
    say(`the server ended with ${code ?? signal}. ${whatNow()}`);
  });
}

/** It takes no more connections before it is told to end: one that was on its way to it would be lost. */
function retire(worker) {
  worker.once("disconnect", () => worker.process.kill("SIGTERM"));
  worker.disconnect();
}

const whatNow = () => (serving ? "The former one goes on." : "Waiting for an edit.");

async function stop(signal) {
  const workers = Object.values(cluster.workers);
  [serving, starting] = [];
  const ended = workers.map((worker) => new Promise((resolve) => worker.once("exit", resolve)));
  for (const worker of workers) worker.process.kill(signal);
  await Promise.all([watcher.close(), ...ended]);
  process.exit();
}
