import { environmentReader, type Variables } from "../configuration/environment";
import { type Connection, readTls } from "../database/connection";

/** Who may log in, and with what; the name is an identifier of ours, never quoted text from outside. */
export interface Login {
  name: string;
  password: string;
}

export interface RolesConfiguration {
  /** The master's connection. */
  master: Connection;
  /** Owns the schema. */
  migrator: Login;
  /** Reads and writes rows. */
  app: Login;
  /** How long a database that does not answer is waited for. */
  waitMs: number;
}

/** Throws one ConfigurationError that names every variable that is missing or wrong. */
export function readRolesConfiguration(variables: Variables): RolesConfiguration {
  const read = environmentReader(variables);
  const login = (who: "MIGRATOR" | "APP"): Login => {
    const name = read.required(`${who}_USERNAME`);
    if (name !== "" && !/^[a-z][a-z0-9_]{0,62}$/.test(name))
      read.problem(`${who}_USERNAME`, `want lower-case letters, digits and _, got "${name}"`);
    return { name, password: read.required(`${who}_PASSWORD`) };
  };
  const master: Connection = {
    host: read.required("PGHOST"),
    port: read.wholeNumber("PGPORT", 5432, { min: 1, max: 65_535 }),
    database: read.required("PGDATABASE"),
    user: read.required("MASTER_USERNAME"),
    password: read.required("MASTER_PASSWORD"),
    ssl: readTls(read),
  };
  const [migrator, app] = [login("MIGRATOR"), login("APP")];
  const names = [master.user, migrator.name, app.name].filter(Boolean);
  if (new Set(names).size !== names.length)
    read.problem("MASTER_USERNAME, MIGRATOR_USERNAME, APP_USERNAME", `want three roles, got ${names.join(", ")}`);
  const waitMs = read.wholeNumber("WAIT_SECONDS", 60, { min: 0, max: 900 }) * 1000;
  read.done();
  return { master, migrator, app, waitMs };
}
