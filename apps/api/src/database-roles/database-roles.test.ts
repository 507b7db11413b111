import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { freePort } from "@cashsouk/testing/ports";
import { query, serverUrl } from "@cashsouk/testing/postgres";
import { group, mastersDatabase, named, suffix } from "../../__tests__/roles";
import { readRolesConfiguration } from "./configuration";

const master = named("master", "master's");
const migrator = named("migrator", "first p@ss");
const app = named("app", "first'p$ss");

let database: Awaited<ReturnType<typeof mastersDatabase>>;
beforeAll(async () => {
  database = await mastersDatabase({ master, migrator });
});
afterAll(() => database.drop());
const setUp = (changes?: Record<string, string>) => database.setUp(app, changes);

describe("on a new database", () => {
  test("both roles are made, and the log says so without a password", async () => {
    const { code, output } = await setUp();
    expect(output).toBe(
      [
        `${migrator.name}: created`,
        `${app.name}: created`,
        `${group}: created, and logs in nowhere`,
        `${app.name}: has the rights of ${group}`,
        `${migrator.name}, ${group}: may connect to ${database.name}, nobody else may`,
        `${migrator.name}: owns schema public`,
        `${group}: reads and writes rows in schema public, now and later`,
        `${app.name}: has no right of its own`,
        `${migrator.name}: can log in`,
        `${app.name}: can log in`,
        "",
      ].join("\n"),
    );
    expect(code).toBe(0);
  });

  test("the migrator makes tables, and the application reads and writes their rows", async () => {
    await query(database.urlAs(migrator), "CREATE TABLE t (id serial PRIMARY KEY, word text)");
    await query(
      database.urlAs(app),
      "INSERT INTO t (word) VALUES ('a'), ('b'); UPDATE t SET word = 'c' WHERE id = 2; DELETE FROM t WHERE id = 1",
    );
    expect(await query(database.urlAs(app), "SELECT * FROM t")).toEqual([{ id: 2, word: "c" }]);
  });

  test.each([
    ["create a table", "CREATE TABLE mine (id int)"],
    ["create a temporary table", "CREATE TEMPORARY TABLE mine (id int)"],
    ["create a schema", "CREATE SCHEMA mine"],
    ["drop a table", "DROP TABLE t"],
    ["alter a table", "ALTER TABLE t ADD COLUMN x int"],
    ["truncate a table", "TRUNCATE t"],
    ["refer to a table", "CREATE TABLE mine (id int REFERENCES t)"],
    ["set a sequence back", "SELECT setval('t_id_seq', 1)"],
    ["make a role", "CREATE ROLE mine"],
    ["become the migrator", `SET ROLE ${migrator.name}`],
  ])("the application cannot %s", async (_title, statement) =>
    expect(query(database.urlAs(app), statement)).rejects.toMatchObject({ code: "42501" }),
  );

  test("a role that has nothing to do with it cannot even connect", async () => {
    const stranger = named("stranger", "x");
    await query(serverUrl(), `CREATE ROLE ${stranger.name} LOGIN PASSWORD 'x'`);
    await expect(query(database.urlAs(stranger), "SELECT 1")).rejects.toMatchObject({ code: "42501" });
  });
});

describe("a second run", () => {
  test("changes nothing", async () => {
    const before = await catalogue();
    const { code, output } = await setUp();
    expect(code).toBe(0);
    expect(output).toContain(`${app.name}: password set`);
    expect(await catalogue()).toEqual(before);
  });

  test.each([app.name, group])("takes away what somebody granted to %s by hand", async (who) => {
    await query(database.urlAs(migrator), `GRANT TRUNCATE ON t TO ${who}`);
    await setUp();
    await expect(query(database.urlAs(app), "TRUNCATE t")).rejects.toMatchObject({ code: "42501" });
  });

  test("finds the rights that the user had itself in the group's hands", async () => {
    await query(
      database.urlAs(migrator),
      `REVOKE ALL ON t FROM ${group}; GRANT SELECT ON t TO ${app.name}; ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO ${app.name}`,
    );
    const { output } = await setUp();
    expect(output).toContain(`${app.name}: has no right of its own`);
    await query(database.urlAs(migrator), "CREATE TABLE later (id int)");
    expect(
      await query(
        database.urlAs(migrator),
        "SELECT relname FROM pg_class WHERE relacl::text LIKE '%" + app.name + "=%'",
      ),
    ).toEqual([]);
    expect(await query(database.urlAs(app), "SELECT count(*)::int AS n FROM later")).toEqual([{ n: 0 }]);
  });

  test("with another password lets that one in, and the old one no longer", async () => {
    const changed = { ...app, password: "second" };
    expect((await setUp({ APP_PASSWORD: changed.password })).code).toBe(0);
    expect(await query(database.urlAs(changed), "SELECT 1 AS one")).toEqual([{ one: 1 }]);
    await expect(query(database.urlAs(app), "SELECT 1")).rejects.toMatchObject({ code: "28P01" });
  });
});

describe("ends in clear words", () => {
  test("when the master's password is wrong, at once and without it", async () => {
    const { code, output } = await setUp({ MASTER_PASSWORD: "wrong s3cret" });
    expect(output).toBe(
      `postgresql://${master.name}@127.0.0.1:${database.port}/${database.name} refuses ${master.name}: password authentication failed for user "${master.name}" (28P01)\n`,
    );
    expect(code).toBe(1);
  });

  test("when the database does not answer within the wait", async () => {
    const port = String(await freePort());
    const { code, output } = await setUp({ PGPORT: port, WAIT_SECONDS: "2" });
    expect(output).toContain(
      `Waiting for postgresql://${master.name}@127.0.0.1:${port}/${database.name}: connect ECONNREFUSED`,
    );
    expect(output).toContain("did not answer within 2 s: connect ECONNREFUSED");
    expect(code).toBe(1);
  });

  test("when the master may not do it, naming the step and leaving nothing behind", async () => {
    const small = `small_${suffix}`;
    await query(
      serverUrl(),
      `CREATE ROLE ${small} LOGIN PASSWORD 'x'; GRANT CONNECT ON DATABASE ${database.name} TO ${small}`,
    );
    const { code, output } = await setUp({
      MASTER_USERNAME: small,
      MASTER_PASSWORD: "x",
      APP_USERNAME: `other_${suffix}`,
    });
    expect(output).toContain(`Cannot go on at "${migrator.name}: password set": permission denied (42501)`);
    expect(output).not.toContain("SCRAM");
    expect(code).toBe(1);
    expect(await query(serverUrl(), `SELECT FROM pg_roles WHERE rolname = 'other_${suffix}'`)).toEqual([]);
  });

  test("when the command is none of its own", async () => {
    const { code, output } = await database.setUp(app, {}, "unlock", app.name);
    expect(output).toBe(
      `Invalid configuration:\n- the command: want nothing, prepare, or lock and a role, got "unlock ${app.name}"\n`,
    );
    expect(code).toBe(1);
  });

  test("when variables are missing or wrong, all in one message", () =>
    expect(() =>
      readRolesConfiguration({
        PGHOST: "h",
        PGDATABASE: "d",
        MASTER_USERNAME: "m",
        APP_USERNAME: "App;",
        MIGRATOR_USERNAME: "m",
      }),
    ).toThrow(
      [
        "Invalid configuration:",
        "- MASTER_PASSWORD: is required",
        "- MIGRATOR_PASSWORD: is required",
        '- APP_USERNAME: want lower-case letters, digits and _, got "App;"',
        "- APP_PASSWORD: is required",
        "- MASTER_USERNAME, MIGRATOR_USERNAME, APP_USERNAME, APP_GROUP: want 4 roles, got m, m, App;, cashsouk_rows",
      ].join("\n"),
    ));
});

/** Who may do what, as PostgreSQL keeps it; a password's verifier has a new salt each time. */
function catalogue(): Promise<unknown> {
  return query(
    database.urlAs({ name: new URL(serverUrl()).username, password: new URL(serverUrl()).password }),
    `SELECT
       (SELECT json_agg(r ORDER BY rolname) FROM (SELECT rolname, rolsuper, rolcreaterole, rolcreatedb, rolcanlogin, rolinherit FROM pg_roles WHERE rolname LIKE '%${suffix}') r) AS roles,
       (SELECT json_agg(m::text ORDER BY m::text) FROM pg_auth_members m) AS members,
       (SELECT json_agg(relname || relacl::text ORDER BY relname) FROM pg_class WHERE relacl IS NOT NULL AND relnamespace = 'public'::regnamespace) AS tables,
       (SELECT json_agg(defaclobjtype::text || defaclacl::text ORDER BY defaclobjtype) FROM pg_default_acl WHERE defaclnamespace = 'public'::regnamespace) AS defaults,
       (SELECT nspowner::regrole::text || nspacl::text FROM pg_namespace WHERE nspname = 'public') AS schema,
       (SELECT datacl::text FROM pg_database WHERE datname = current_database()) AS database`,
  );
}
