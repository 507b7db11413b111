import express, { type Express } from "express";
import helmet from "helmet";
import type { Logger } from "pino";
import type { PortalKeys } from "../configuration/portal-keys";
import type { Uploads } from "../configuration/uploads";
import type { PrismaClient } from "../database/prisma";
import { adminRoutes } from "../modules/admin/routes";
import { overviewStore } from "../modules/admin/store";
import type { Objects } from "../modules/files/objects";
import { filesRoutes } from "../modules/files/routes";
import { filesStore } from "../modules/files/store";
import { healthRoutes } from "../modules/health/routes";
import { databasePing } from "../modules/health/store";
import { meRoutes } from "../modules/me/routes";
import { usersStore } from "../modules/me/store";
import { issuerNotesRoutes, notesRoutes } from "../modules/notes/routes";
import { notesStore } from "../modules/notes/store";
import { sessionsRoutes } from "../modules/sessions/routes";
import { sessionsStore } from "../modules/sessions/store";
import { versionRoutes } from "../modules/version/routes";
import type { GlobalSignOut } from "../sign-in/global-sign-out";
import { portalByKey } from "../sign-in/portals";
import type { Tokens } from "../sign-in/tokens";
import { identify, requireGroup, requirePortal, requireUser } from "./caller";
import { crossOrigin } from "./cross-origin";
import { notFound, problems } from "./problem";
import { callerLimit } from "./rate-limit";
import { requestLog } from "./request-log";

export interface AppOptions {
  prisma: PrismaClient;
  logger: Logger;
  tokens: Tokens;
  globalSignOut: GlobalSignOut;
  release: string;
  trustedProxies: number;
  rateLimit: number;
  allowedOrigins: string[];
  portalKeys: PortalKeys;
  uploads: Uploads;
  objects: Objects;
  /** Set while the process drains: it is no longer ready. */
  draining: AbortSignal;
}

export function createApp(options: AppOptions): Express {
  const { prisma, logger, release, trustedProxies, draining } = options;
  const app = express();
  // A number of hops, never `true`: the left end of X-Forwarded-For is the caller's to invent.
  app.set("trust proxy", trustedProxies);
  app.set("query parser", "simple");
  app.disable("etag");
  app.use(requestLog(logger));
  // No answer is a page: shown as one, it loads nothing and stands in no frame.
  const directives = { defaultSrc: ["'none'"], frameAncestors: ["'none'"] };
  app.use(helmet({ contentSecurityPolicy: { useDefaults: false, directives }, xFrameOptions: { action: "deny" } }));
  app.use((_request, response, next) => {
    response.setHeader("Cache-Control", "no-store");
    next();
  });
  app.use(healthRoutes(databasePing(prisma), draining));
  app.use(versionRoutes({ service: "api", key: release, startedAt: new Date() }));
  app.use("/api", crossOrigin(options.allowedOrigins));
  app.use("/api", identify(options.tokens, portalByKey(options.portalKeys)), callerLimit(options.rateLimit));
  app.use("/api/v1", v1(options));
  app.use(notFound);
  app.use(problems);
  return app;
}

function v1({ prisma, tokens, globalSignOut, objects, uploads }: AppOptions) {
  const [notes, users, sessions] = [notesStore(prisma), usersStore(prisma), sessionsStore(prisma)];
  const files = { store: filesStore(prisma), objects, users, prefix: uploads.prefix, now: () => new Date() };
  const router = express.Router();
  router.use("/notes", notesRoutes(notes));
  router.use("/sessions", requirePortal, sessionsRoutes(sessions));
  // All that follows needs a user, also what is not there: nothing is open by being forgotten.
  router.use(requireUser);
  router.use("/me", meRoutes({ users, sessions, tokens, globalSignOut }));
  router.use("/issuer/notes", requireGroup("issuer"), issuerNotesRoutes(notes, users));
  router.use("/files", requireGroup("issuer"), filesRoutes(files));
  router.use("/admin", requireGroup("admin"), adminRoutes(overviewStore(prisma, notes)));
  return router;
}
