import { createServer } from "node:http";
import { pino } from "pino";
import { readConfiguration } from "./configuration/configuration";
import { createPrisma } from "./database/prisma";
import { drainOf } from "./http/drain";
import { createApp } from "./http/app";
import { s3Objects } from "./modules/files/objects";
import { sweepUploads } from "./modules/files/sweep";
import { sessionsStore } from "./modules/sessions/store";
import { run } from "./run";
import { cognitoSignOut } from "./sign-in/global-sign-out";
import { tokenVerifier } from "./sign-in/tokens";
import { sweeper } from "./sweep/sweeper";

run(() => {
  const configuration = readConfiguration(process.env);
  const logger = pino({
    level: configuration.logLevel,
    base: { service: "api" },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (level) => ({ level }) },
  });
  const prisma = createPrisma(configuration.database, configuration);
  const objects = s3Objects(configuration.uploads);
  const draining = new AbortController();
  const app = createApp({
    ...configuration,
    prisma,
    objects,
    logger,
    tokens: tokenVerifier(configuration.cognito),
    globalSignOut: cognitoSignOut(configuration.cognito),
    draining: draining.signal,
  });
  const sessions = sessionsStore(prisma);
  const jobs = [
    { name: "ended sessions", sweep: (at: Date) => sessions.sweep(at) },
    { name: "uploads never completed", sweep: (at: Date) => sweepUploads(prisma, objects, at) },
  ];
  const sweeping = sweeper(prisma, jobs, { everyMs: configuration.sweepMs, logger });
  const server = createServer(app);
  // Longer than the load balancer's 60 s, or it sends a request into a connection that is being closed.
  server.keepAliveTimeout = 65_000;
  server.headersTimeout = 66_000;
  server.requestTimeout = 30_000;

  const close = async () => {
    await sweeping.stop();
    await prisma.$disconnect();
  };
  const drain = drainOf(server, close, configuration.drainMs);
  const stop = (signal: NodeJS.Signals) => {
    if (draining.signal.aborted) return;
    draining.abort();
    logger.info({ signal }, "draining");
    void drain().then((outcome) => {
      logger.info({ outcome }, "stopped");
      process.exit(outcome === "drained" ? 0 : 1);
    });
  };
  process.on("SIGTERM", stop);
  process.on("SIGINT", stop);

  server.once("error", (error) => {
    logger.fatal({ err: error }, `cannot listen on port ${configuration.port}`);
    process.exit(1);
  });
  server.listen(configuration.port, () =>
    logger.info(
      { address: server.address(), release: configuration.release, environment: configuration.environment },
      "listening",
    ),
  );
});
