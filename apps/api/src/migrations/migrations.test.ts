import { spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { eventually } from "@cashsouk/testing/eventually";
import { createDatabase, freePort, query, serverUrl } from "@cashsouk/testing/postgres";
import { finished, libpq, runCommand } from "../../__tests__/command";

const dist = join(__dirname, "../../dist");
/** Those of the schema; the tests hold for any number of them. */
const migrations = readdirSync(join(dist, "prisma/migrations"), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  .sort();
let root: string;
let database: Awaited<ReturnType<typeof createDatabase>>;

/** A copy of the image's folder, so that a test may add migrations. */
beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), "cashsouk-migrate-"));
  for (const name of [
    "migrate.mjs",
    "schema-engine.mjs",
    "schema_engine_bg.wasm",
    "prisma.config.mjs",
    "chunks",
    "prisma",
  ])
    cpSync(join(dist, name), join(root, name), { recursive: true });
  symlinkSync(join(dist, "node_modules"), join(root, "node_modules"));
  database = await createDatabase(serverUrl());
});
afterEach(async () => {
  rmSync(root, { recursive: true, force: true });
  await database.drop();
});

const migrate = (changes: Record<string, string> = {}, args: string[] = []) =>
  runCommand("migrate", { ...libpq(database.url), ...changes }, args, root);

function addMigration(name: string, sql: string): void {
  const folder = join(root, "prisma/migrations", name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "migration.sql"), sql);
}

const tables = () =>
  query(database.url, "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1").then((rows) =>
    rows.map(({ tablename }) => tablename),
  );

describe("migrate", () => {
  test("applies what is pending, and the second time finds nothing to do", async () => {
    const first = await migrate();
    expect(first.output).toContain("All migrations have been successfully applied.");
    expect(await tables()).toEqual([
      "_prisma_migrations",
      "files",
      "issuer_memberships",
      "issuers",
      "notes",
      "sessions",
      "users",
    ]);
    const second = await migrate();
    expect(second.output).toContain("No pending migrations to apply.");
    expect([first.code, second.code]).toEqual([0, 0]);
  });

  test("sends a migration whole: a ';' in a text, in a body between $$, in a comment", async () => {
    addMigration(
      "30000101000000_semicolons",
      `-- one; two
       CREATE TABLE words (word text DEFAULT 'a;b');
       DO $$ BEGIN INSERT INTO words DEFAULT VALUES; INSERT INTO words VALUES ('c;d'); END $$;`,
    );
    expect((await migrate()).code).toBe(0);
    expect(await query(database.url, "SELECT word FROM words ORDER BY 1")).toEqual([{ word: "a;b" }, { word: "c;d" }]);
  });

  test("a migration that fails leaves nothing of itself, says P3018 with the SQLSTATE, and stops every later try with P3009", async () => {
    addMigration("30000101000000_half", "CREATE TABLE half (id int); INSERT INTO nowhere VALUES (1);");
    const failed = await migrate({ SEED_DEMO: "true" });
    expect(failed.output).toContain("P3018");
    expect(failed.output).toContain("Migration name: 30000101000000_half");
    expect(failed.output).toContain("Database error code: 42P01");
    expect(failed.output).toContain('relation "nowhere" does not exist');
    expect(failed.output).not.toContain("Demo data");
    expect(await tables()).not.toContain("half");
    const again = await migrate();
    expect(again.output).toContain("P3009");
    expect([failed.code, again.code]).toEqual([1, 1]);

    addMigration("30000101000000_half", "CREATE TABLE half (id int);");
    expect((await migrate({}, ["resolve", "--rolled-back", "30000101000000_half"])).code).toBe(0);
    expect((await migrate()).code).toBe(0);
    expect(await tables()).toContain("half");
  });

  test("two at a time apply each migration once", async () => {
    const outcomes = await Promise.all([migrate(), migrate()]);
    expect(outcomes.map(({ code }) => code)).toEqual([0, 0]);
    expect(await query(database.url, "SELECT migration_name AS name FROM _prisma_migrations ORDER BY 1")).toEqual(
      migrations.map((name) => ({ name })),
    );
  });

  test.each([
    ["a wrong password", () => ({ PGPASSWORD: "wr0ng-s3cret" }), "P1000"],
    ["a server that is not there", async () => ({ PGPORT: String(await freePort()) }), "P1001"],
    ["a database that does not exist", () => ({ PGDATABASE: "nowhere" }), "P1003"],
  ])("%s has its own code, and the password is not shown", async (_title, changes, expected) => {
    const { code, output } = await migrate(await changes());
    expect(output).toContain(expected);
    expect(output).not.toContain("s3cret");
    expect(output).not.toContain(libpq(database.url)["PGPASSWORD"]);
    expect(code).toBe(1);
  });

  test("a password in DATABASE_URL never reaches an argument", async () => {
    // It runs until this test lets it end, so that it is seen.
    addMigration("30000101000000_held", "SELECT pg_advisory_lock(1)");
    const holder = new Client({ connectionString: database.url });
    await holder.connect();
    await holder.query("SELECT pg_advisory_lock(1)");
    const running = runCommand("migrate", { DATABASE_URL: database.url }, [], root);
    const seen = await eventually("the schema engine to run", () => {
      const lines = commandLines().filter((text) => text.includes(database.name));
      return lines.some((line) => line.includes("schema-engine.mjs")) && lines;
    });
    await holder.end();
    expect((await running).code).toBe(0);
    expect(seen.join("\n")).not.toContain(new URL(database.url).password);
  });
});

describe("the demo data", () => {
  const notes = () =>
    query(database.url, "SELECT reference, status, target_sen, listing_closes_at FROM notes ORDER BY 1");

  test("is there where it is asked for, and seeding again changes nothing", async () => {
    expect((await migrate()).output).not.toContain("Demo data");
    expect((await migrate({ SEED_DEMO: "true" })).output).toContain("Demo data: 5 of 5 notes added");
    const before = await notes();
    expect((await migrate({ SEED_DEMO: "true" })).output).toContain("Demo data: 0 of 5 notes added, 0 closed listings");
    expect(await notes()).toEqual(before);
  });

  test("opens a listing again that has closed, and leaves what somebody changed", async () => {
    await migrate({ SEED_DEMO: "true" });
    await query(
      database.url,
      `UPDATE notes SET listing_opens_at = now() - interval '20 days', listing_closes_at = now() - interval '6 days' WHERE reference IN ('DEMO-0001', 'DEMO-0002');
       UPDATE notes SET status = 'failed' WHERE reference = 'DEMO-0002'`,
    );
    expect((await migrate({ SEED_DEMO: "true" })).output).toContain(
      "0 of 5 notes added, 1 closed listings opened again",
    );
  });
});

describe("the tables", () => {
  const insert = (change: Record<string, string>) => {
    const row = {
      id: "gen_random_uuid()",
      reference: "'R'",
      issuer_id: "(SELECT id FROM issuers)",
      status: "'open'",
      target_sen: "100",
      funded_sen: "0",
      profit_rate_basis_points: "1200",
      tenure_days: "90",
      listing_opens_at: "now()",
      listing_closes_at: "now() + interval '1 day'",
      ...change,
    };
    return query(database.url, `INSERT INTO notes (${Object.keys(row).join()}) VALUES (${Object.values(row).join()})`);
  };

  test("refuse a note that cannot be", async () => {
    await migrate();
    await query(database.url, "INSERT INTO issuers (id, name) VALUES (gen_random_uuid(), 'Demo Test')");
    await insert({});
    const impossible: [Record<string, string>, string][] = [
      [{ target_sen: "0" }, "notes_target_is_positive"],
      [{ funded_sen: "101" }, "notes_funded_is_within_target"],
      [{ funded_sen: "-1" }, "notes_funded_is_within_target"],
      [{ profit_rate_basis_points: "10001" }, "notes_profit_rate_is_a_rate"],
      [{ tenure_days: "0" }, "notes_tenure_is_positive"],
      [{ listing_closes_at: "now()" }, "notes_listing_closes_after_it_opens"],
      [{ reference: "' '" }, "notes_reference_is_written"],
    ];
    for (const [change, constraint] of impossible)
      await expect(insert({ reference: "'S'", ...change })).rejects.toMatchObject({ code: "23514", constraint });
    await expect(insert({})).rejects.toMatchObject({ code: "23505" });
    await expect(insert({ reference: "'S'", status: "'listed'" })).rejects.toMatchObject({ code: "22P02" });
  });

  test("are what schema.prisma says: Prisma would make the same columns from nothing", async () => {
    await migrate();
    const made = await createDatabase(serverUrl());
    try {
      await query(made.url, (await schemaFromNothing()).output);
      expect(await columns(database.url)).toEqual(await columns(made.url));
    } finally {
      await made.drop();
    }
  });
});

test("the engine is the one that the CLI expects", () => {
  const ofPackage = createRequire(require.resolve("prisma/package.json"));
  const engines = createRequire(ofPackage.resolve("@prisma/engines"))("@prisma/engines-version") as {
    enginesVersion: string;
  };
  const commit = engines.enginesVersion.split(".").at(-1);
  expect(readFileSync(join(dist, "schema-engine.mjs"), "utf8")).toContain(commit);
});

/** The SQL that makes schema.prisma's tables in an empty database. */
function schemaFromNothing() {
  const cli = join(dist, "node_modules/prisma/build/index.js");
  const args = ["migrate", "diff", "--from-empty", "--to-schema", "prisma/schema.prisma", "--script"];
  return finished(
    spawn(process.execPath, [cli, ...args, "--config", join(root, "prisma.config.mjs")], {
      cwd: root,
      env: {
        PATH: process.env["PATH"],
        HOME: "/tmp",
        DATABASE_URL: database.url,
        PRISMA_SCHEMA_ENGINE_BINARY: join(root, "schema-engine.mjs"),
        CHECKPOINT_DISABLE: "1",
      },
      stdio: ["ignore", "pipe", "ignore"],
      timeout: 240_000,
    }),
  );
}

/** Columns, indexes, foreign keys and enums as PostgreSQL sees them; checks are ours alone, and names of theirs. */
function columns(url: string): Promise<unknown> {
  return query(
    url,
    `SELECT
       (SELECT json_agg(c ORDER BY c.table_name, c.column_name) FROM (SELECT table_name, column_name, udt_name, is_nullable, column_default, datetime_precision
          FROM information_schema.columns WHERE table_schema = 'public' AND table_name NOT LIKE '\\_prisma%') c) AS columns,
       (SELECT json_agg(indexdef ORDER BY indexdef) FROM pg_indexes WHERE schemaname = 'public' AND tablename NOT LIKE '\\_prisma%') AS indexes,
       (SELECT json_agg(pg_get_constraintdef(oid) ORDER BY conname) FROM pg_constraint WHERE contype = 'f') AS keys,
       (SELECT json_agg(enumtypid::regtype || ' ' || enumlabel ORDER BY enumtypid::regtype::text, enumsortorder) FROM pg_enum) AS labels`,
  );
}

/** Every process's arguments, as any process may read them. */
function commandLines(): string[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        return [readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ")];
      } catch {
        return [];
      }
    });
}
