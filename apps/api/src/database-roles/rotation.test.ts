import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { freePort } from "@cashsouk/testing/ports";
import { query, serverUrl } from "@cashsouk/testing/postgres";
import { group, mastersDatabase, named, suffix } from "../../__tests__/roles";
import { readRotationConfiguration, type Login } from "./configuration";

const master = named("master", "m");
const migrator = named("migrator", "g");
const first = named("app", "first");
const clone = named("app_clone", "second");
const before = { current: first, pending: clone };
const after = { current: clone, pending: clone };

let database: Awaited<ReturnType<typeof mastersDatabase>>;
beforeAll(async () => {
  database = await mastersDatabase({ master, migrator });
});
afterAll(() => database.drop());
const canLogIn = (login: Login) =>
  query(database.urlAs(login), "SELECT 1").then(
    () => true,
    ({ code }: { code: string }) => code,
  );

describe("a rotation from the first user to its clone and back", () => {
  test("is refused before the first user has its rights by the group", async () => {
    const { code, output } = await database.rotate(before, "prepare");
    expect(output).toContain(`${first.name} does not have its rights by ${group}: run the database-roles task`);
    expect(code).toBe(1);
    await database.setUp(first);
    await query(database.urlAs(migrator), "CREATE TABLE t (id serial PRIMARY KEY, word text)");
  });

  test("prepare makes the clone, beside which the first user goes on", async () => {
    const { code, output } = await database.rotate(before, "prepare");
    expect(output).toBe(
      [`${clone.name}: created`, `${clone.name}: has the rights of ${group}`, `${clone.name}: can log in`, ""].join(
        "\n",
      ),
    );
    expect(code).toBe(0);
    expect(await Promise.all([first, clone].map(canLogIn))).toEqual([true, true]);
  });

  test("both have the same rights: the clone reads and writes rows, of tables made later as well, and no more", async () => {
    await query(database.urlAs(migrator), "CREATE TABLE later (id int)");
    await query(
      database.urlAs(clone),
      "INSERT INTO t (word) VALUES ('a'); UPDATE t SET word = 'b'; INSERT INTO later VALUES (1)",
    );
    expect(await query(database.urlAs(first), "SELECT word FROM t, later")).toEqual([{ word: "b" }]);
    for (const statement of ["TRUNCATE t", "CREATE TABLE mine (id int)", `SET ROLE ${migrator.name}`])
      await expect(query(database.urlAs(clone), statement)).rejects.toMatchObject({ code: "42501" });
  });

  test("prepare a second time changes nothing", async () => {
    const { code, output } = await database.rotate(before, "prepare");
    expect(output).toContain(`${clone.name}: password set`);
    expect(code).toBe(0);
    expect(await canLogIn(clone)).toBe(true);
  });

  test("lock is refused while the secret names the user, whatever it is asked", async () => {
    for (const [staged, role] of [
      [before, first.name],
      [after, clone.name],
    ] as const) {
      const { code, output } = await database.rotate(staged, "lock", role);
      expect(output).toBe(`${role} is the application's user now, so it is not locked\n`);
      expect(code).toBe(1);
    }
  });

  test("lock is refused before the clone is the current user", async () => {
    const { code, output } = await database.rotate(before, "lock", clone.name);
    expect(output).toBe(`${clone.name} is not the application's user yet, so ${clone.name} is not locked\n`);
    expect(code).toBe(1);
    expect(await canLogIn(clone)).toBe(true);
  });

  test("lock ends the first user's sessions and lets it in no more; the clone's go on", async () => {
    const [old, young] = await Promise.all(
      [first, clone].map(async (login) => {
        const client = new Client({ connectionString: database.urlAs(login) });
        client.on("error", () => undefined);
        await client.connect();
        return client;
      }),
    );
    const { code, output } = await database.rotate(after, "lock", first.name);
    expect(output).toBe(`${first.name}: locked\n${first.name}: 1 sessions ended\n`);
    expect(code).toBe(0);
    await expect(old!.query("SELECT 1")).rejects.toThrow();
    expect((await young!.query("SELECT 1 AS one")).rows).toEqual([{ one: 1 }]);
    await young!.end();
    expect(await canLogIn(first)).toBe("28P01");
  });

  test("lock a second time changes nothing", async () => {
    const { code, output } = await database.rotate(after, "lock", first.name);
    expect(output).toBe(`${first.name}: locked\n${first.name}: 0 sessions ended\n`);
    expect(code).toBe(0);
  });

  test("the master keeps no membership of the user that it locked", async () => {
    const members = await query(
      database.urlAs(master),
      `SELECT g.rolname FROM pg_auth_members m JOIN pg_roles u ON u.oid = m.member JOIN pg_roles g ON g.oid = m.roleid WHERE u.rolname = '${master.name}'`,
    );
    expect(members).toEqual([{ rolname: migrator.name }]);
  });

  test("the ordinary run, before every migration, works with the clone and leaves the first user locked", async () => {
    const { code, output } = await database.setUp(clone);
    expect(output).toContain(`${clone.name}: can log in`);
    expect(output).not.toContain(`${first.name}:`);
    expect(code).toBe(0);
    expect(await canLogIn(first)).toBe("28P01");
    expect(await query(database.urlAs(clone), "SELECT word FROM t")).toEqual([{ word: "b" }]);
  });

  test("the next rotation unlocks the first user with its new password alone", async () => {
    const renewed = { ...first, password: "third" };
    const back = { current: clone, pending: renewed };
    expect((await database.rotate(back, "prepare")).code).toBe(0);
    expect(await Promise.all([renewed, first, clone].map(canLogIn))).toEqual([true, "28P01", true]);
    expect((await database.rotate({ current: renewed, pending: renewed }, "lock", clone.name)).code).toBe(0);
    expect(await canLogIn(clone)).toBe("28P01");
    expect(await query(database.urlAs(renewed), "SELECT word FROM t")).toEqual([{ word: "b" }]);
  });
});

describe("a rotation leaves as it is", () => {
  const renewed = { ...first, password: "third" };

  test.each([
    ["the migrator", migrator],
    ["a role of somebody else's", named("stranger", "x")],
  ])("%s, though a secret names it", async (_title, role) => {
    await query(
      serverUrl(),
      `DO $$ BEGIN CREATE ROLE ${role.name} LOGIN PASSWORD 'x'; EXCEPTION WHEN duplicate_object THEN END $$`,
    );
    const prepared = await database.rotate(
      { current: renewed, pending: { ...role, password: "taken over" } },
      "prepare",
    );
    const locked = await database.rotate({ current: renewed, pending: renewed }, "lock", role.name);
    for (const { code, output } of [prepared, locked]) {
      expect(output).toBe(
        `${role.name} is not one of the application's users (members of ${group}), so it is left as it is\n`,
      );
      expect(code).toBe(1);
    }
    await expect(query(database.urlAs({ ...role, password: "taken over" }), "SELECT 1")).rejects.toMatchObject({
      code: "28P01",
    });
  });

  test("the user whose login fails: it is locked again", async () => {
    await query(serverUrl(), `ALTER ROLE ${clone.name} CONNECTION LIMIT 0`);
    const { code, output } = await database.rotate({ current: renewed, pending: clone }, "prepare");
    expect(output).toContain(`too many connections for role "${clone.name}"`);
    expect(output).toContain(`${clone.name}: locked`);
    expect(code).toBe(1);
    const [row] = await query(serverUrl(), `SELECT rolcanlogin FROM pg_roles WHERE rolname = '${clone.name}'`);
    expect(row).toEqual({ rolcanlogin: false });
    expect(await canLogIn(renewed)).toBe(true);
  });

  test("the user that is not let in where the application reaches the database, as by a proxy that does not know it", async () => {
    await query(serverUrl(), `ALTER ROLE ${clone.name} CONNECTION LIMIT -1`);
    const port = String(await freePort());
    const { code, output } = await database.rotate(
      { current: renewed, pending: clone, variables: { SERVICE_PORT: port, WAIT_SECONDS: "3" } },
      "prepare",
    );
    expect(output).toContain(
      `${clone.name}: locked\npostgresql://${clone.name}@127.0.0.1:${port}/${database.name} did not`,
    );
    expect(code).toBe(1);
    expect(await canLogIn(clone)).toBe("28P01");
  });

  test("everything, when there is no role to lock", async () => {
    const { code, output } = await database.rotate({ current: renewed, pending: renewed }, "lock", `nobody_${suffix}`);
    expect(output).toBe(`nobody_${suffix}: there is no such role, so nothing to lock\n`);
    expect(code).toBe(0);
  });

  test("everything, when its variables are missing or wrong: all of that in one message", () =>
    expect(() =>
      readRotationConfiguration({
        PGHOST: "h",
        PGDATABASE: "d",
        MASTER_USERNAME: "m",
        APP_USERNAME: "m",
        APP_GROUP: "G",
      }),
    ).toThrow(
      [
        "Invalid configuration:",
        "- MASTER_PASSWORD: is required",
        '- APP_GROUP: want lower-case letters, digits and _, got "G"',
        "- PENDING_USERNAME: is required",
        "- PENDING_PASSWORD: is required",
        "- MASTER_USERNAME, APP_USERNAME, APP_GROUP: want 3 roles, got m, m, G",
        "- SERVICE_HOST: is required",
      ].join("\n"),
    ));
});
