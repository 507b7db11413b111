import { escapeLiteral } from "pg";
import { createDatabase, query, serverUrl, urlAs } from "@cashsouk/testing/postgres";
import type { Login } from "../src/database-roles/configuration";
import { libpq, runCommand } from "./command";

/** Roles belong to the whole cluster, so each test file has its own. */
export const suffix = Math.random().toString(36).slice(2, 8);
export const named = (role: string, password: string): Login => ({ name: `${role}_${suffix}`, password });
export const group = `rows_${suffix}`;

/** What the secret's versions say: who is current, and who is next. */
interface Staged {
  current: Login;
  pending: Login;
  variables?: Record<string, string>;
}

/** A database as on RDS: its master makes roles and owns it, and is no superuser. */
export async function mastersDatabase({ master, migrator }: { master: Login; migrator: Login }) {
  await query(
    serverUrl(),
    `CREATE ROLE ${master.name} LOGIN CREATEROLE CREATEDB PASSWORD ${escapeLiteral(master.password)}`,
  );
  const { name, url, drop } = await createDatabase(serverUrl(), { owner: master.name });
  const { PGHOST = "", PGPORT = "", PGDATABASE = "" } = libpq(url);
  const masters = {
    PGHOST,
    PGPORT,
    PGDATABASE,
    MASTER_USERNAME: master.name,
    MASTER_PASSWORD: master.password,
    APP_GROUP: group,
  };
  return {
    name,
    port: PGPORT,
    drop,
    urlAs: (login: Login) => urlAs(url, login.name, login.password),
    setUp: (app: Login, changes: Record<string, string> = {}, ...args: string[]) =>
      runCommand(
        "database-roles",
        {
          ...masters,
          MIGRATOR_USERNAME: migrator.name,
          MIGRATOR_PASSWORD: migrator.password,
          APP_USERNAME: app.name,
          APP_PASSWORD: app.password,
          ...changes,
        },
        args,
      ),
    rotate: ({ current, pending, variables = {} }: Staged, ...args: string[]) =>
      runCommand(
        "database-roles",
        {
          ...masters,
          SERVICE_HOST: PGHOST,
          SERVICE_PORT: PGPORT,
          APP_USERNAME: current.name,
          PENDING_USERNAME: pending.name,
          PENDING_PASSWORD: pending.password,
          ...variables,
        },
        args,
      ),
  };
}
