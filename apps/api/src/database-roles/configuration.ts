import { type EnvironmentReader, environmentReader, type Variables } from "../configuration/environment";
import { type Connection, readTls } from "../database/connection";

/** Who may log in, and with what; the name is an identifier of ours, never quoted text from outside. */
export interface Login {
  name: string;
  password: string;
}

interface Masters {
  /** The master's connection. */
  master: Connection;
  /** Holds the application's rights and logs in nowhere; whichever user the application has is its member. */
  group: string;
  /** Below it in Secrets Manager RDS Proxy's secrets are, one a user of the application; `undefined`: not in AWS. */
  proxyLogins: string | undefined;
  /** How long a database that does not answer is waited for. */
  waitMs: number;
}

export interface RolesConfiguration extends Masters {
  /** Owns the schema. */
  migrator: Login;
  /** Reads and writes rows: the user that the application's secret names now. */
  app: Login;
}

export interface RotationConfiguration extends Masters {
  /** The user that the application's secret names now (AWSCURRENT). */
  current: string;
  /** The user that it shall name next (AWSPENDING). */
  pending: Login;
  /** Where the application reaches the database: RDS Proxy, where there is one. */
  service: Pick<Connection, "host" | "port">;
}

/** Throws one ConfigurationError that names every variable that is missing or wrong. */
export function readRolesConfiguration(variables: Variables): RolesConfiguration {
  const read = environmentReader(variables);
  const masters = readMasters(read);
  const [migrator, app] = [readLogin(read, "MIGRATOR"), readLogin(read, "APP")];
  requireDistinct(read, {
    MASTER_USERNAME: masters.master.user,
    MIGRATOR_USERNAME: migrator.name,
    APP_USERNAME: app.name,
    APP_GROUP: masters.group,
  });
  read.done();
  return { ...masters, migrator, app };
}

/** Likewise for a step of a rotation of the application's secret. */
export function readRotationConfiguration(variables: Variables): RotationConfiguration {
  const read = environmentReader(variables);
  const masters = readMasters(read);
  const current = readName(read, "APP_USERNAME");
  const pending = readLogin(read, "PENDING");
  requireDistinct(read, { MASTER_USERNAME: masters.master.user, APP_USERNAME: current, APP_GROUP: masters.group });
  requireDistinct(read, {
    MASTER_USERNAME: masters.master.user,
    PENDING_USERNAME: pending.name,
    APP_GROUP: masters.group,
  });
  const service = {
    host: read.required("SERVICE_HOST"),
    port: read.wholeNumber("SERVICE_PORT", 5432, { min: 1, max: 65_535 }),
  };
  read.done();
  return { ...masters, current, pending, service };
}

function readMasters(read: EnvironmentReader): Masters {
  return {
    master: {
      host: read.required("PGHOST"),
      port: read.wholeNumber("PGPORT", 5432, { min: 1, max: 65_535 }),
      database: read.required("PGDATABASE"),
      user: read.required("MASTER_USERNAME"),
      password: read.required("MASTER_PASSWORD"),
      ssl: readTls(read),
    },
    group: read.optional("APP_GROUP") === undefined ? "cashsouk_rows" : readName(read, "APP_GROUP"),
    proxyLogins: read.optional("PROXY_LOGINS"),
    waitMs: read.wholeNumber("WAIT_SECONDS", 60, { min: 0, max: 900 }) * 1000,
  };
}

function readLogin(read: EnvironmentReader, who: "MIGRATOR" | "APP" | "PENDING"): Login {
  return { name: readName(read, `${who}_USERNAME`), password: read.required(`${who}_PASSWORD`) };
}

function readName(read: EnvironmentReader, variable: string): string {
  const name = read.required(variable);
  if (name !== "" && !isRoleName(name)) read.problem(variable, `want lower-case letters, digits and _, got "${name}"`);
  return name;
}

export function isRoleName(name: string): boolean {
  return /^[a-z][a-z0-9_]{0,62}$/.test(name);
}

function requireDistinct(read: EnvironmentReader, roles: Record<string, string>): void {
  const names = Object.values(roles).filter(Boolean);
  if (new Set(names).size !== names.length)
    read.problem(Object.keys(roles).join(", "), `want ${Object.keys(roles).length} roles, got ${names.join(", ")}`);
}
