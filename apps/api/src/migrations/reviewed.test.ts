import { createHash } from "node:crypto";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createDatabase, freePort, query, serverUrl } from "@cashsouk/testing/postgres";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { libpq, runCommand } from "../../__tests__/command";

const dist = join(__dirname, "../../dist");
let root: string;
let database: Awaited<ReturnType<typeof createDatabase>>;
/** Those of the schema, in order. */
const released = readdirSync(join(dist, "prisma/migrations"), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  .sort();
const added = "30000101000000_words";

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), "cashsouk-reviewed-"));
  for (const name of readdirSync(dist))
    if (name === "node_modules") symlinkSync(join(dist, name), join(root, name));
    else cpSync(join(dist, name), join(root, name), { recursive: true });
  database = await createDatabase(serverUrl());
});
afterEach(async () => {
  rmSync(root, { recursive: true, force: true });
  await database.drop();
});

const migrate = (variables: Record<string, string> = {}, args: string[] = []) =>
  runCommand("migrate", { ...libpq(database.url), ...variables }, args, root);

const fileOf = (name: string) => join(root, "prisma/migrations", name, "migration.sql");
function write(name: string, sql: string): void {
  mkdirSync(join(root, "prisma/migrations", name), { recursive: true });
  writeFileSync(fileOf(name), sql);
}

/** As run-migration-task makes it. */
function reviewing(...pending: string[]): Record<string, string> {
  const sha256 = (of: string | Buffer) => createHash("sha256").update(of).digest("hex");
  const lines = pending.map((name) => `${name}\0${sha256(readFileSync(fileOf(name)))}\n`).join("");
  return { REVIEWED_MIGRATIONS: JSON.stringify({ pending, sha256: sha256(lines) }) };
}

const wordsThere = async () =>
  (await query(database.url, "SELECT to_regclass('words') IS NOT NULL AS there"))[0]?.["there"];

describe("what was reviewed is applied", () => {
  test("to an empty database, and again when all of it is applied", async () => {
    const reviewed = reviewing(...released);
    expect((await migrate(reviewed)).code).toBe(0);
    const again = await migrate(reviewed);
    expect([again.code, again.output]).toEqual([0, expect.stringContaining("No pending migrations to apply.")]);
  });

  test("where a part of it is applied already, as after a rollout that failed", async () => {
    expect((await migrate()).code).toBe(0);
    write(added, "CREATE TABLE words (word text);");
    expect((await migrate(reviewing(...released.slice(1), added))).code).toBe(0);
    expect(await wordsThere()).toBe(true);
  });

  test("where one of it was rolled back, which is pending again", async () => {
    write(added, "CREATE TABLE words (word text); SELECT 1 / 0;");
    expect((await migrate(reviewing(...released, added))).code).toBe(1);
    expect((await migrate({}, ["resolve", "--rolled-back", added])).code).toBe(0);
    write(added, "CREATE TABLE words (word text);");
    expect((await migrate(reviewing(added))).code).toBe(0);
    expect(await wordsThere()).toBe(true);
  });
});

describe("nothing is applied", () => {
  const refused = async (variables: Record<string, string>, problem: string) => {
    const { code, output } = await migrate(variables);
    expect([code, output]).toEqual([1, expect.stringContaining(problem)]);
    expect(output).toContain("REVIEWED_MIGRATIONS: nothing was applied");
    expect(await wordsThere()).toBe(false);
  };

  test("where a pending one was not reviewed", async () => {
    expect((await migrate()).code).toBe(0);
    write(added, "CREATE TABLE words (word text);");
    await refused(reviewing(), `${added} is pending and was not reviewed`);
  });

  test("where the database has one that this release does not know", async () => {
    write("29990101000000_elsewhere", "SELECT 1;");
    expect((await migrate()).code).toBe(0);
    rmSync(join(root, "prisma/migrations/29990101000000_elsewhere"), { recursive: true });
    write(added, "CREATE TABLE words (word text);");
    await refused(reviewing(added), "29990101000000_elsewhere is applied, and this release does not know it");
  });

  test("where an applied one has another text here", async () => {
    expect((await migrate()).code).toBe(0);
    const [first = ""] = released;
    write(first, `${readFileSync(fileOf(first), "utf8")}\n-- later`);
    write(added, "CREATE TABLE words (word text);");
    await refused(reviewing(added), `${first} is applied with another text than this release has`);
  });

  test("where the SQL is not that which was reviewed", async () => {
    expect((await migrate()).code).toBe(0);
    write(added, "SELECT 1;");
    const reviewed = reviewing(added);
    write(added, "CREATE TABLE words (word text);");
    await refused(reviewed, "this release's SQL is not the SQL that was reviewed");
  });

  test("where what is applied can't be read", async () => {
    const { code, output } = await migrate({ ...reviewing(), PGPORT: String(await freePort()) });
    expect([code, output]).toEqual([1, expect.stringContaining("what is applied can't be read: P1001: ")]);
    expect(output).not.toContain(libpq(database.url)["PGPASSWORD"]);
  });

  test.each([
    ["no JSON"],
    ["[]"],
    ['{"pending":"a","sha256":"b"}'],
    ['{"pending":[1],"sha256":"b"}'],
    ['{"pending":[]}'],
  ])("where what was reviewed is told as %s", async (text) => {
    const { code, output } = await migrate({ REVIEWED_MIGRATIONS: text });
    expect([code, output]).toEqual([1, expect.stringContaining('REVIEWED_MIGRATIONS: want {"pending": [names]')]);
  });
});

test("status and resolve compare nothing", async () => {
  write(added, "CREATE TABLE words (word text);");
  const { output } = await migrate(reviewing(), ["status"]);
  expect(output).toContain("have not yet been applied");
});
