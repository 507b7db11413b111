import { type Connection, readConnection } from "../database/connection";
import { type Cognito, readCognito } from "./cognito";
import { environmentReader, type Variables } from "./environment";
import { readOrigins } from "./origins";
import { type PortalKeys, readPortalKeys } from "./portal-keys";
import { readUploads, type Uploads } from "./uploads";

export interface Configuration {
  environment: (typeof environments)[number];
  port: number;
  /** The image's content key, or `development` outside an image. */
  release: string;
  logLevel: (typeof logLevels)[number];
  /** How many proxies in front append to X-Forwarded-For: CloudFront and the load balancer. */
  trustedProxies: number;
  /** Requests a minute, of one user or else of one address. */
  rateLimit: number;
  /** How long requests in flight may take to finish after SIGTERM; below the task's stopTimeout. */
  drainMs: number;
  /** How often what has ended is looked for and deleted. */
  sweepMs: number;
  /** Whose pages may read our answers in a browser. */
  allowedOrigins: string[];
  portalKeys: PortalKeys;
  cognito: Cognito;
  uploads: Uploads;
  poolSize: number;
  database: Connection;
}

const environments = ["production", "development", "test"] as const;
const logLevels = ["debug", "info", "warn", "error", "silent"] as const;

/** Throws one ConfigurationError that names every variable that is missing or wrong. */
export function readConfiguration(variables: Variables): Configuration {
  const read = environmentReader(variables);
  const release = read.optional("RELEASE") ?? "development";
  if (release !== "development" && !/^[0-9a-f]{64}$/.test(release))
    read.problem("RELEASE", `want 64 hexadecimal digits, got "${release}"`);
  const region = read.matching("AWS_REGION", /^[a-z]{2}(-[a-z]+)+-\d$/, "a region as ap-southeast-5");
  const configuration = {
    environment: read.oneOf("NODE_ENV", environments, "production"),
    port: read.wholeNumber("PORT", 3000, { min: 0, max: 65_535 }),
    release,
    logLevel: read.oneOf("LOG_LEVEL", logLevels, "info"),
    trustedProxies: read.wholeNumber("TRUSTED_PROXIES", 2, { min: 0, max: 5 }),
    rateLimit: read.wholeNumber("RATE_LIMIT_PER_MINUTE", 600, { min: 1, max: 100_000 }),
    drainMs: read.wholeNumber("DRAIN_SECONDS", 20, { min: 1, max: 110 }) * 1000,
    sweepMs: read.wholeNumber("SWEEP_SECONDS", 300, { min: 1, max: 86_400 }) * 1000,
    allowedOrigins: readOrigins(read),
    portalKeys: readPortalKeys(read),
    cognito: readCognito(read, region),
    uploads: readUploads(read, region),
    // The sweep holds one connection and works on another.
    poolSize: read.wholeNumber("DATABASE_POOL_SIZE", 10, { min: 2, max: 100 }),
    database: readConnection(read),
  };
  read.done();
  return configuration;
}
