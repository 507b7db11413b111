import { spawn } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createDatabase, query, serverUrl } from "@cashsouk/testing/postgres";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { finished, type Outcome } from "../../__tests__/command";

/** What `make migrate` asks of Prisma, whose own engine reads databases and makes shadow ones. */
const api = join(__dirname, "../..");
let root: string;
let database: Awaited<ReturnType<typeof createDatabase>>;

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), "cashsouk-development-"));
  cpSync(join(api, "prisma"), join(root, "prisma"), { recursive: true });
  cpSync(join(api, "prisma.config.ts"), join(root, "prisma.config.ts"));
  symlinkSync(join(api, "node_modules"), join(root, "node_modules"));
  database = await createDatabase(serverUrl());
  expect((await prisma("deploy")).code).toBe(0);
});
afterEach(async () => {
  rmSync(root, { recursive: true, force: true });
  await database.drop();
});

const prisma = (...args: string[]): Promise<Outcome> =>
  finished(
    spawn(process.execPath, [join(api, "node_modules/prisma/build/index.js"), "migrate", ...args], {
      cwd: root,
      env: {
        PATH: process.env["PATH"],
        HOME: root,
        DATABASE_URL: database.url,
        PRISMA_SCHEMA_ENGINE_BINARY: join(api, "dist/schema-engine.mjs"),
        CHECKPOINT_DISABLE: "1",
      },
      stdio: ["ignore", "pipe", "pipe"],
      timeout: 240_000,
    }),
  );

const difference = (from: string[]) => prisma("diff", ...from, "--to-schema", "prisma/schema.prisma", "--exit-code");
const live = ["--from-config-datasource"];
const written = ["--from-migrations", "prisma/migrations"];
const shadows = () =>
  query(database.url, "SELECT datname FROM pg_database WHERE datname LIKE 'prisma_migrate_shadow%'");

test("what schema.prisma has more becomes a migration, and no shadow database stays", async () => {
  const schema = join(root, "prisma/schema.prisma");
  writeFileSync(
    schema,
    readFileSync(schema, "utf8").replace('@@map("issuers")', 'extra String?\n\n  @@map("issuers")'),
  );
  expect((await difference(written)).code).toBe(2);

  expect((await prisma("dev", "--create-only", "--name", "extra")).code).toBe(0);
  const created = readdirSync(join(root, "prisma/migrations")).find((name) => name.endsWith("_extra"));
  const sql = readFileSync(join(root, "prisma/migrations", created ?? "", "migration.sql"), "utf8");
  expect(sql).toContain('ALTER TABLE "issuers" ADD COLUMN     "extra" TEXT;');
  expect((await difference(written)).code).toBe(0);
  expect(await shadows()).toEqual([]);
});

test("a database that was changed by hand is told from what the migrations make", async () => {
  expect((await difference(live)).code).toBe(0);
  await query(database.url, "ALTER TABLE issuers ADD COLUMN by_hand integer");
  const { code, output } = await difference(live);
  expect([code, output]).toEqual([2, expect.stringContaining("Removed column `by_hand`")]);
  expect((await difference(written)).code).toBe(0);

  expect((await prisma("reset", "--force")).code).toBe(0);
  expect((await difference(live)).code).toBe(0);
});
