import { escapeIdentifier as id, escapeLiteral } from "pg";
import type { Login } from "./configuration";
import { scramVerifier } from "./verifier";

/** Statements, and in one phrase what they do, for the task's log. */
export interface Step {
  does: string;
  sql: string[];
}

const plain = "NOCREATEDB NOCREATEROLE INHERIT";

/** Makes the role or sets its password, and takes every attribute that a login does not need. */
export function loginStep({ name, password }: Login, exists: boolean): Step {
  return {
    does: `${name}: ${exists ? "password set" : "created"}`,
    sql: [
      `${exists ? "ALTER" : "CREATE"} ROLE ${id(name)} LOGIN ${plain} PASSWORD ${escapeLiteral(scramVerifier(password))}`,
    ],
  };
}

export function groupStep(name: string, exists: boolean): Step {
  return {
    does: `${name}: ${exists ? "is there" : "created"}, and logs in nowhere`,
    sql: [`${exists ? "ALTER" : "CREATE"} ROLE ${id(name)} NOLOGIN ${plain}`],
  };
}

export function memberStep(name: string, group: string): Step {
  return { does: `${name}: has the rights of ${group}`, sql: [`GRANT ${id(group)} TO ${id(name)}`] };
}

/** Without a password none that was used before opens it again, should somebody give the login back by hand. */
export function lockStep(name: string): Step {
  return { does: `${name}: locked`, sql: [`ALTER ROLE ${id(name)} NOLOGIN PASSWORD NULL`] };
}

interface Roles {
  database: string;
  master: string;
  migrator: string;
  group: string;
  app: string;
}

/**
 * What the master does: migrator and application may connect, nobody else; the migrator owns schema `public` and so
 * whatever it makes there. On RDS the master is no superuser: to give a schema away it has to be a member of the role
 * that gets it.
 */
export function masterSteps({ database, master, migrator, group, app }: Roles): Step[] {
  return [
    {
      does: `${migrator}, ${group}: may connect to ${database}, nobody else may`,
      sql: [
        ...["PUBLIC", ...[migrator, group, app].map(id)].map(
          (who) => `REVOKE ALL ON DATABASE ${id(database)} FROM ${who}`,
        ),
        `GRANT CONNECT ON DATABASE ${id(database)} TO ${id(migrator)}, ${id(group)}`,
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

/** What the migrator does: the group reads and writes rows of the tables that it has made and will make, and nothing else. */
export function groupRights(migrator: string, group: string): Step {
  const later = laterBy(migrator);
  return {
    does: `${group}: reads and writes rows in schema public, now and later`,
    sql: [
      ...revocations(migrator, group),
      `GRANT USAGE ON SCHEMA public TO ${id(group)}`,
      `GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO ${id(group)}`,
      `GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO ${id(group)}`,
      `${later} GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO ${id(group)}`,
      `${later} GRANT USAGE ON SEQUENCES TO ${id(group)}`,
    ],
  };
}

/** Takes what was granted to the user itself, by hand or before there was a group: two users have the same rights then. */
export function ownRights(migrator: string, app: string): Step {
  return { does: `${app}: has no right of its own`, sql: revocations(migrator, app) };
}

function revocations(migrator: string, role: string): string[] {
  return [
    `REVOKE ALL ON SCHEMA public FROM ${id(role)}`,
    `REVOKE ALL ON ALL TABLES IN SCHEMA public FROM ${id(role)}`,
    `REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM ${id(role)}`,
    `${laterBy(migrator)} REVOKE ALL ON TABLES FROM ${id(role)}`,
    `${laterBy(migrator)} REVOKE ALL ON SEQUENCES FROM ${id(role)}`,
  ];
}

function laterBy(migrator: string): string {
  return `ALTER DEFAULT PRIVILEGES FOR ROLE ${id(migrator)} IN SCHEMA public`;
}
