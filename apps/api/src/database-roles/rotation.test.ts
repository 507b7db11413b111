import { Client } from "pg";
import { type AwsWire, fault, type Script, startAwsWire } from "@cashsouk/testing/aws-wire";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import { createDatabase, freePort, query, serverUrl, urlAs } from "@cashsouk/testing/postgres";
import { libpq, runCommand } from "../../__tests__/command";
import { readRotationConfiguration } from "./configuration";

/** Roles belong to the whole cluster, so each test file has its own. */
const suffix = Math.random().toString(36).slice(2, 8);
const named = (role: string, password: string) => ({ name: `${role}_${suffix}`, password });
const master = named("master", "m");
const migrator = named("migrator", "g");
const first = named("app", "first");
const clone = named("app_clone", "second");
const group = `rows_${suffix}`;

let database: Awaited<ReturnType<typeof createDatabase>>;
const url = ({ name, password }: { name: string; password: string }) => urlAs(database.url, name, password);
const canLogIn = (login: { name: string; password: string }) =>
  query(url(login), "SELECT 1").then(
    () => true,
    ({ code }: { code: string }) => code,
  );

/** What the secret's versions say: who is current, and who is next. */
interface Staged {
  current: { name: string; password: string };
  pending: { name: string; password: string };
  SERVICE_PORT?: string;
  WAIT_SECONDS?: string;
}
const masters = () => {
  const { PGHOST = "", PGPORT = "", PGDATABASE = "" } = libpq(database.url);
  return {
    PGHOST,
    PGPORT,
    PGDATABASE,
    MASTER_USERNAME: master.name,
    MASTER_PASSWORD: master.password,
    APP_GROUP: group,
  };
};
const setUp = (app: { name: string; password: string }, aws: Record<string, string> = {}) =>
  runCommand("database-roles", {
    ...masters(),
    ...aws,
    MIGRATOR_USERNAME: migrator.name,
    MIGRATOR_PASSWORD: migrator.password,
    APP_USERNAME: app.name,
    APP_PASSWORD: app.password,
  });
const rotate = ({ current, pending, ...more }: Staged & Record<string, unknown>, ...args: string[]) =>
  runCommand(
    "database-roles",
    {
      ...masters(),
      SERVICE_HOST: masters().PGHOST,
      SERVICE_PORT: masters().PGPORT,
      ...(more as Record<string, string>),
      APP_USERNAME: current.name,
      PENDING_USERNAME: pending.name,
      PENDING_PASSWORD: pending.password,
    },
    args,
  );
const before = { current: first, pending: clone };
const after = { current: clone, pending: clone };

beforeAll(async () => {
  await query(serverUrl(), `CREATE ROLE ${master.name} LOGIN CREATEROLE CREATEDB PASSWORD '${master.password}'`);
  database = await createDatabase(serverUrl(), { owner: master.name });
});
afterAll(() => database.drop());

describe("a rotation from the first user to its clone and back", () => {
  test("is refused before the first user has its rights by the group", async () => {
    const { code, output } = await rotate(before, "prepare");
    expect(output).toContain(`${first.name} does not have its rights by ${group}: run the database-roles task`);
    expect(code).toBe(1);
    await setUp(first);
    await query(url(migrator), "CREATE TABLE t (id serial PRIMARY KEY, word text)");
  });

  test("prepare makes the clone, beside which the first user goes on", async () => {
    const { code, output } = await rotate(before, "prepare");
    expect(output).toBe(
      [`${clone.name}: created`, `${clone.name}: has the rights of ${group}`, `${clone.name}: can log in`, ""].join(
        "\n",
      ),
    );
    expect(code).toBe(0);
    expect(await Promise.all([first, clone].map(canLogIn))).toEqual([true, true]);
  });

  test("both have the same rights: the clone reads and writes rows, of tables made later as well, and no more", async () => {
    await query(url(migrator), "CREATE TABLE later (id int)");
    await query(url(clone), "INSERT INTO t (word) VALUES ('a'); UPDATE t SET word = 'b'; INSERT INTO later VALUES (1)");
    expect(await query(url(first), "SELECT word FROM t, later")).toEqual([{ word: "b" }]);
    for (const statement of ["TRUNCATE t", "CREATE TABLE mine (id int)", `SET ROLE ${migrator.name}`])
      await expect(query(url(clone), statement)).rejects.toMatchObject({ code: "42501" });
  });

  test("prepare a second time changes nothing", async () => {
    const { code, output } = await rotate(before, "prepare");
    expect(output).toContain(`${clone.name}: password set`);
    expect(code).toBe(0);
    expect(await canLogIn(clone)).toBe(true);
  });

  test("lock is refused while the secret names the user, whatever it is asked", async () => {
    for (const [staged, role] of [
      [before, first.name],
      [after, clone.name],
    ] as const) {
      const { code, output } = await rotate(staged, "lock", role);
      expect(output).toBe(`${role} is the application's user now, so it is not locked\n`);
      expect(code).toBe(1);
    }
  });

  test("lock is refused before the clone is the current user", async () => {
    const { code, output } = await rotate(before, "lock", clone.name);
    expect(output).toBe(`${clone.name} is not the application's user yet, so ${clone.name} is not locked\n`);
    expect(code).toBe(1);
    expect(await canLogIn(clone)).toBe(true);
  });

  test("lock ends the first user's sessions and lets it in no more; the clone's go on", async () => {
    const [old, young] = await Promise.all(
      [first, clone].map(async (login) => {
        const client = new Client({ connectionString: url(login) });
        client.on("error", () => undefined);
        await client.connect();
        return client;
      }),
    );
    const { code, output } = await rotate(after, "lock", first.name);
    expect(output).toBe(`${first.name}: locked\n${first.name}: 1 sessions ended\n`);
    expect(code).toBe(0);
    await expect(old!.query("SELECT 1")).rejects.toThrow();
    expect((await young!.query("SELECT 1 AS one")).rows).toEqual([{ one: 1 }]);
    await young!.end();
    expect(await canLogIn(first)).toBe("28P01");
  });

  test("lock a second time changes nothing", async () => {
    const { code, output } = await rotate(after, "lock", first.name);
    expect(output).toBe(`${first.name}: locked\n${first.name}: 0 sessions ended\n`);
    expect(code).toBe(0);
  });

  test("the master keeps no membership of the user that it locked", async () => {
    const members = await query(
      url(master),
      `SELECT g.rolname FROM pg_auth_members m JOIN pg_roles u ON u.oid = m.member JOIN pg_roles g ON g.oid = m.roleid WHERE u.rolname = '${master.name}'`,
    );
    expect(members).toEqual([{ rolname: migrator.name }]);
  });

  test("the ordinary run, before every migration, works with the clone and leaves the first user locked", async () => {
    const { code, output } = await setUp(clone);
    expect(output).toContain(`${clone.name}: can log in`);
    expect(output).not.toContain(`${first.name}:`);
    expect(code).toBe(0);
    expect(await canLogIn(first)).toBe("28P01");
    expect(await query(url(clone), "SELECT word FROM t")).toEqual([{ word: "b" }]);
  });

  test("the next rotation unlocks the first user with its new password alone", async () => {
    const renewed = { ...first, password: "third" };
    const back = { current: clone, pending: renewed };
    expect((await rotate(back, "prepare")).code).toBe(0);
    expect(await Promise.all([renewed, first, clone].map(canLogIn))).toEqual([true, "28P01", true]);
    expect((await rotate({ current: renewed, pending: renewed }, "lock", clone.name)).code).toBe(0);
    expect(await canLogIn(clone)).toBe("28P01");
    expect(await query(url(renewed), "SELECT word FROM t")).toEqual([{ word: "b" }]);
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
    const prepared = await rotate({ current: renewed, pending: { ...role, password: "taken over" } }, "prepare");
    const locked = await rotate({ current: renewed, pending: renewed }, "lock", role.name);
    for (const { code, output } of [prepared, locked]) {
      expect(output).toBe(
        `${role.name} is not one of the application's users (members of ${group}), so it is left as it is\n`,
      );
      expect(code).toBe(1);
    }
    await expect(query(url({ ...role, password: "taken over" }), "SELECT 1")).rejects.toMatchObject({ code: "28P01" });
  });

  test("the user whose login fails: it is locked again", async () => {
    await query(serverUrl(), `ALTER ROLE ${clone.name} CONNECTION LIMIT 0`);
    const { code, output } = await rotate({ current: renewed, pending: clone }, "prepare");
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
    const { code, output } = await rotate(
      { current: renewed, pending: clone, SERVICE_PORT: port, WAIT_SECONDS: "3" },
      "prepare",
    );
    expect(output).toContain(
      `${clone.name}: locked\npostgresql://${clone.name}@127.0.0.1:${port}/${database.name} did not`,
    );
    expect(code).toBe(1);
    expect(await canLogIn(clone)).toBe("28P01");
  });

  test("everything, when there is no role to lock", async () => {
    const { code, output } = await rotate({ current: renewed, pending: renewed }, "lock", `nobody_${suffix}`);
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

describe("RDS Proxy, which has a secret of each user,", () => {
  const renewed = { ...first, password: "third" };
  let wire: AwsWire;
  afterEach(() => wire.close());
  const proxied = async (script: Script) => {
    wire = await startAwsWire(script);
    const { accessKeyId, secretAccessKey } = wire.config.credentials;
    return {
      PROXY_LOGINS: "/cashsouk/prod/api/proxy-logins",
      AWS_ENDPOINT_URL: wire.url,
      AWS_REGION: wire.config.region,
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
      WAIT_SECONDS: "3",
    };
  };
  const given = ({ name, password }: { name: string; password: string }) => ({
    SecretId: `/cashsouk/prod/api/proxy-logins/${name}`,
    SecretString: JSON.stringify({ username: name, password }),
  });

  test("is told the next user's password before that user is tried", async () => {
    const aws = await proxied({ PutSecretValue: () => ({}) });
    const { code, output } = await rotate({ current: renewed, pending: clone, ...aws }, "prepare");
    expect(output).toContain(`${clone.name}: RDS Proxy has its password\n${clone.name}: can log in\n`);
    expect(code).toBe(0);
    expect(wire.inputs("PutSecretValue")).toEqual([expect.objectContaining(given(clone))]);
  });

  test("is told the current user's password by the ordinary run, and no other's", async () => {
    const aws = await proxied({ PutSecretValue: () => ({}) });
    expect((await setUp(renewed, aws)).code).toBe(0);
    expect(wire.inputs("PutSecretValue")).toEqual([expect.objectContaining(given(renewed))]);
  });

  test("is not missed where there is none", async () => {
    const aws = await proxied({ PutSecretValue: () => fault("ResourceNotFoundException", "no such secret") });
    const { code, output } = await setUp(renewed, aws);
    expect(output).toContain(
      `${renewed.name}: has no secret in /cashsouk/prod/api/proxy-logins, so no RDS Proxy asks for it`,
    );
    expect(code).toBe(0);
  });

  test("that cannot be told locks the next user again", async () => {
    const aws = await proxied({ PutSecretValue: () => fault("AccessDeniedException", "not you") });
    const { code, output } = await rotate({ current: renewed, pending: clone, ...aws }, "prepare");
    expect(output).toContain(`${clone.name}: locked`);
    expect(output).toContain("not you");
    expect(output).not.toContain(clone.password);
    expect(code).toBe(1);
  });
});
