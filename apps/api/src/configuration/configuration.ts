import { type Connection, readConnection } from "../database/connection";
import { environmentReader, type Variables } from "./environment";

export interface Configuration {
  port: number;
  /** The image's content key, or `development` outside an image. */
  release: string;
  logLevel: (typeof logLevels)[number];
  /** How many proxies in front append to X-Forwarded-For: CloudFront and the load balancer. */
  trustedProxies: number;
  /** Requests a minute and address. */
  rateLimit: number;
  /** How long requests in flight may take to finish after SIGTERM; below the task's stopTimeout. */
  drainMs: number;
  poolSize: number;
  database: Connection;
}

const logLevels = ["debug", "info", "warn", "error", "silent"] as const;

/** Throws one ConfigurationError that names every variable that is missing or wrong. */
export function readConfiguration(variables: Variables): Configuration {
  const read = environmentReader(variables);
  const release = read.optional("RELEASE") ?? "development";
  if (release !== "development" && !/^[0-9a-f]{64}$/.test(release))
    read.problem("RELEASE", `want 64 hexadecimal digits, got "${release}"`);
  const configuration = {
    port: read.wholeNumber("PORT", 3000, { min: 0, max: 65_535 }),
    release,
    logLevel: read.oneOf("LOG_LEVEL", logLevels, "info"),
    trustedProxies: read.wholeNumber("TRUSTED_PROXIES", 2, { min: 0, max: 5 }),
    rateLimit: read.wholeNumber("RATE_LIMIT_PER_MINUTE", 600, { min: 1, max: 100_000 }),
    drainMs: read.wholeNumber("DRAIN_SECONDS", 20, { min: 1, max: 110 }) * 1000,
    poolSize: read.wholeNumber("DATABASE_POOL_SIZE", 10, { min: 1, max: 100 }),
    database: readConnection(read),
  };
  read.done();
  return configuration;
}
