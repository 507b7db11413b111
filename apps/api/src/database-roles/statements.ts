import { escapeIdentifier as id, escapeLiteral } from "pg";
import type { Login } from "./configuration";
import { scramVerifier } from "./verifier";

/** A statement, and in one phrase what it does, for the task's log. */
export interface Step {
  does: string;
  sql: string[];
}

/** Makes the role or sets its password, and takes every attribute that a login does not need. */
export function roleStep({ name, password }: Login, exists: boolean): Step {
  const attributes = `LOGIN NOCREATEDB NOCREATEROLE INHERIT PASSWORD ${escapeLiteral(scramVerifier(password))}`;
  return {
    does: `${name}: ${exists ? "password set" : "created"}`,
    sql: [`${exists ? "ALTER" : "CREATE"} ROLE ${id(name)} ${attributes}`],
  };
}

/**
 * What the master does: both roles may connect, nobody else; the migrator owns schema `public` and so whatever it makes
 * there. On RDS the master is no superuser: to give a schema away it has to be a member of the role that gets it.
 */
export function masterSteps(database: string, master: string, migrator: string, app: string): Step[] {
  return [
    {
      does: `${migrator}, ${app}: may connect to ${database}, nobody else may`,
      sql: [
        ...["PUBLIC", id(migrator), id(app)].map((who) => `REVOKE ALL ON DATABASE ${id(database)} FROM ${who}`),
        `GRANT CONNECT ON DATABASE ${id(database)} TO ${id(migrator)}, ${id(app)}`,
      ],
    },
    {
      does: `${migrator}: owns schema public`,
      sql: [
        `GRANT ${id(migrator)} TO ${id(master)}`,
        `ALTER SCHEMA public OWNER TO ${id(migrator)}`,
        `REVOKE ALL ON SCHEMA public FROM PUBLIC`,
      ],
    },
  ];
}

/** What the migrator does: the application reads and writes rows of the tables that it has made and will make, and nothing else. */
export function appSteps(migrator: string, app: string): Step[] {
  const later = `ALTER DEFAULT PRIVILEGES FOR ROLE ${id(migrator)} IN SCHEMA public`;
  return [
    {
      does: `${app}: reads and writes rows in schema public, now and later`,
      sql: [
        `REVOKE ALL ON SCHEMA public FROM ${id(app)}`,
        `GRANT USAGE ON SCHEMA public TO ${id(app)}`,
        `REVOKE ALL ON ALL TABLES IN SCHEMA public FROM ${id(app)}`,
        `GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO ${id(app)}`,
        `REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM ${id(app)}`,
        `GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO ${id(app)}`,
        `${later} REVOKE ALL ON TABLES FROM ${id(app)}`,
        `${later} GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO ${id(app)}`,
        `${later} REVOKE ALL ON SEQUENCES FROM ${id(app)}`,
        `${later} GRANT USAGE ON SEQUENCES TO ${id(app)}`,
      ],
    },
  ];
}
