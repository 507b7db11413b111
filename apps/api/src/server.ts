import { createServer } from "node:http";
import { pino } from "pino";
import { readConfiguration } from "./configuration/configuration";
import { createPrisma } from "./database/prisma";
import { drainOf } from "./http/drain";
import { createApp } from "./http/app";
import { run } from "./run";

run(() => {
  const configuration = readConfiguration(process.env);
  const logger = pino({
    level: configuration.logLevel,
    base: { service: "api" },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (level) => ({ level }) },
  });
  const prisma = createPrisma(configuration.database, configuration);
  const draining = new AbortController();
  const server = createServer(createApp({ ...configuration, prisma, logger, draining: draining.signal }));
  // Longer than the load balancer's 60 s, or it sends a request into a connection that is being closed.
  server.keepAliveTimeout = 65_000;
  server.headersTimeout = 66_000;
  server.requestTimeout = 30_000;

  const drain = drainOf(server, () => prisma.$disconnect(), configuration.drainMs);
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
    logger.info({ address: server.address(), release: configuration.release }, "listening"),
  );
});
