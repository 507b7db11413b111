import { readFileSync } from "node:fs";
import type { EnvironmentReader } from "../configuration/environment";

/** Where the database is and who connects; pg's own option names. */
export interface Connection {
  host: string;
  port: number;
  database: string;
  user: string;
  password: string;
  ssl: false | { rejectUnauthorized: boolean; ca?: string };
}

const sslModes = ["disable", "require", "verify-full"] as const;

/**
 * Reads `DATABASE_URL` where it is set (development), else libpq's PGHOST, PGPORT, PGDATABASE, PGUSER and PGPASSWORD
 * (a task, from the JSON secret). PGSSLMODE means what libpq says of it: `require` encrypts, `verify-full` also checks
 * the certificate, against PGSSLROOTCERT where that is set.
 */
export function readConnection(read: EnvironmentReader): Connection {
  const url = read.optional("DATABASE_URL");
  const ssl = readTls(read);
  if (url !== undefined) return { ...parseDatabaseUrl(url, read), ssl };
  return {
    host: read.required("PGHOST"),
    port: read.wholeNumber("PGPORT", 5432, { min: 1, max: 65_535 }),
    database: read.required("PGDATABASE"),
    user: read.required("PGUSER"),
    password: read.required("PGPASSWORD"),
    ssl,
  };
}

/** The address without its password: safe in argv, logs and messages. */
export function addressOf({ host, port, database, user }: Connection): string {
  const url = new URL("postgresql://localhost");
  url.hostname = host;
  url.port = String(port);
  url.username = encodeURIComponent(user);
  url.pathname = `/${encodeURIComponent(database)}`;
  return url.href;
}

export function readTls(read: EnvironmentReader): Connection["ssl"] {
  const mode = read.oneOf("PGSSLMODE", sslModes, "disable");
  if (mode === "disable") return false;
  if (mode === "require") return { rejectUnauthorized: false };
  const path = read.optional("PGSSLROOTCERT");
  if (path === undefined) return { rejectUnauthorized: true };
  try {
    return { rejectUnauthorized: true, ca: readFileSync(path, "utf8") };
  } catch {
    read.problem("PGSSLROOTCERT", `want a file that can be read, got "${path}"`);
    return { rejectUnauthorized: true };
  }
}

/** The value is never repeated in a problem: it holds the password. */
function parseDatabaseUrl(text: string, read: EnvironmentReader): Omit<Connection, "ssl"> {
  const nowhere = { host: "", port: 0, database: "", user: "", password: "" };
  const wanted = "want postgresql://user:password@host:port/database";
  if (!URL.canParse(text)) {
    read.problem("DATABASE_URL", `${wanted}, got something else`);
    return nowhere;
  }
  const url = new URL(text);
  const parts = {
    host: url.hostname,
    port: Number(url.port || 5432),
    database: decodeURIComponent(url.pathname.slice(1)),
    user: decodeURIComponent(url.username),
    // As libpq does: an address without a password keeps it out of argv.
    password: decodeURIComponent(url.password) || (read.optional("PGPASSWORD") ?? ""),
  };
  const missing = (["host", "database", "user"] as const).filter((part) => parts[part] === "");
  if (!/^postgres(ql)?:$/.test(url.protocol)) read.problem("DATABASE_URL", `${wanted}, got ${url.protocol}//…`);
  else if (missing.length > 0) read.problem("DATABASE_URL", `${wanted}, got one without ${missing.join(" and ")}`);
  return parts;
}
