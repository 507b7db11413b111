import express, { type Express } from "express";
import helmet from "helmet";
import type { Logger } from "pino";
import type { PrismaClient } from "../database/prisma";
import { healthRoutes } from "../modules/health/routes";
import { databasePing } from "../modules/health/store";
import { notesRoutes } from "../modules/notes/routes";
import { notesStore } from "../modules/notes/store";
import { versionRoutes } from "../modules/version/routes";
import { notFound, problems } from "./problem";
import { addressLimit } from "./rate-limit";
import { requestLog } from "./request-log";

export interface AppOptions {
  prisma: PrismaClient;
  logger: Logger;
  release: string;
  trustedProxies: number;
  rateLimit: number;
  /** Set while the process drains: it is no longer ready. */
  draining: AbortSignal;
}

export function createApp({ prisma, logger, release, trustedProxies, rateLimit, draining }: AppOptions): Express {
  const app = express();
  // A number of hops, never `true`: the left end of X-Forwarded-For is the caller's to invent.
  app.set("trust proxy", trustedProxies);
  app.set("query parser", "simple");
  app.disable("etag");
  app.use(requestLog(logger));
  app.use(helmet());
  app.use((_request, response, next) => {
    response.setHeader("Cache-Control", "no-store");
    next();
  });
  app.use(healthRoutes(databasePing(prisma), draining));
  app.use(versionRoutes({ service: "api", key: release, startedAt: new Date() }));
  app.use("/api", addressLimit(rateLimit));
  app.use("/api/v1/notes", notesRoutes(notesStore(prisma)));
  app.use(notFound);
  app.use(problems);
  return app;
}
