import { cloneRepository, createGitRepository, type GitRepository } from "@cashsouk/testing/git-repository";
import { golden } from "@cashsouk/testing/golden";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { createHash } from "node:crypto";
import { openRepository } from "../git";
import { type MigrationPlan, planMigrations } from "./plan";
import { planReason, planSql, planSummary } from "./report";
import { reviewedMigrations } from "./reviewed";

const folder = "prisma/migrations";
const at = (name: string) => `${folder}/${name}/migration.sql`;
const first = { [at("20260101_notes")]: "CREATE TABLE notes (id int);\n" };

let repository: GitRepository;
let base: string;
beforeEach(() => {
  repository = createGitRepository({ ...first, [`${folder}/migration_lock.toml`]: "provider", "README.md": "x" });
  base = repository.git("rev-parse", "HEAD").trim();
});
afterEach(() => repository.remove());

const plan = (since: string | undefined = base, from = repository): Promise<MigrationPlan> =>
  planMigrations(openRepository(from.folder), { folder, base: since });
const names = ({ pending }: MigrationPlan) => pending.map(({ name }) => name);

describe("pending is", () => {
  test("what this commit has and the released one has not, in the order of the names", async () => {
    repository.commit({ [at("20260301_b")]: "SELECT 2;", [at("20260201_a")]: "SELECT 1;\n" });
    const planned = await plan();
    expect(names(planned)).toEqual(["20260201_a", "20260301_b"]);
    expect(planSql(planned)).toBe('-- "20260201_a"\nSELECT 1;\n\n-- "20260301_b"\nSELECT 2;\n');
  });

  test("nothing where no migration was added", async () => {
    repository.commit({ "README.md": "y" });
    expect(planReason(await plan())).toBe("No migration is pending");
  });

  test("everything where nothing was released", async () => {
    expect(names(await planMigrations(openRepository(repository.folder), { folder, base: undefined }))).toEqual([
      "20260101_notes",
    ]);
  });

  test("committed: what only lies in the working tree is not what is released", async () => {
    repository.write({ [at("20260201_a")]: "SELECT 1;" });
    expect(names(await plan())).toEqual([]);
  });

  test("found in a shallow clone, whose history is fetched as far as the released commit", async () => {
    for (const n of [1, 2, 3, 4, 5]) repository.commit({ [at(`2026020${n}_n`)]: `SELECT ${n};` });
    const shallow = cloneRepository(repository.folder, "--depth", "1");
    try {
      expect(names(await plan(base, shallow))).toHaveLength(5);
    } finally {
      shallow.remove();
    }
  });

  test.each([["blank and 'quotes\""], ["new\nline"], ["ünïcode_数"], ["<b>|`x`"], ["-- ; DROP"]])(
    "told by its name, whatever it is: %j",
    async (name) => {
      repository.commit({ [at(name)]: "SELECT 1;" });
      const planned = await plan();
      expect(names(planned)).toEqual([name]);
      expect(JSON.parse(reviewedMigrations(planned))).toMatchObject({ pending: [name] });
      expect(planSummary(planned)).not.toContain("<b>");
    },
  );
});

describe("what is released can't be rewritten", () => {
  test.each<[string, Record<string, string | null>, string]>([
    [
      "edited",
      { [at("20260101_notes")]: "CREATE TABLE notes (id bigint);\n" },
      "20260101_notes was edited after its release: its checksum is another",
    ],
    [
      "edited in its last blank only",
      { [at("20260101_notes")]: "CREATE TABLE notes (id int); \n" },
      "20260101_notes was edited after its release",
    ],
    [
      "deleted",
      { [at("20260101_notes")]: null, [at("20260201_a")]: "SELECT 1;" },
      "20260101_notes was deleted after its release",
    ],
    [
      "put in another order by its name",
      { [at("20260101_notes")]: null, [at("20270101_notes")]: first[at("20260101_notes")] ?? "" },
      "20260101_notes was renamed to 20270101_notes after its release",
    ],
  ])("a migration that was %s is an error", async (_title, change, problem) => {
    repository.commit(change);
    await expect(plan()).rejects.toMatchObject({
      code: "released-migration-changed",
      message: expect.stringContaining(problem),
      hint: expect.stringContaining("docs/runbooks/migration-failed.md"),
    });
  });

  test("every one of them is named at once", async () => {
    repository.commit({ [at("20260201_a")]: "SELECT 1;" });
    const later = repository.git("rev-parse", "HEAD").trim();
    repository.commit({ [at("20260101_notes")]: "SELECT 0;", [at("20260201_a")]: null, [at("x")]: "SELECT 2;" });
    await expect(plan(later)).rejects.toThrow(/20260101_notes was edited .*; 20260201_a was deleted/);
  });

  test("a pending one that sorts before a released one is pointed at", async () => {
    repository.commit({ [at("20250101_late")]: "SELECT 1;" });
    const planned = await plan();
    expect(planned.pending).toMatchObject([{ name: "20250101_late", before: "20260101_notes" }]);
    expect(planSummary(planned)).toContain("sorts before <code>20260101_notes</code>, which is released");
  });
});

describe("what can't be reviewed is refused", () => {
  test("a migration whose SQL is a link", async () => {
    repository.link(at("20260201_link"), "../../../README.md");
    repository.commit();
    await expect(plan()).rejects.toThrow("is a symbolic link: its SQL lies elsewhere");
  });

  test("a folder without migrations", async () => {
    await expect(
      planMigrations(openRepository(repository.folder), { folder: "nowhere", base: undefined }),
    ).rejects.toThrow("migrations: want a folder with <name>/migration.sql in it at");
  });

  test("a released commit that nobody has", async () => {
    await expect(plan("1".repeat(40))).rejects.toMatchObject({
      code: "unknown-base",
      message: expect.stringContaining(`base: commit ${"1".repeat(40)} is neither in this clone`),
    });
  });
});

test("the digest is over the names and the files' own checksums", async () => {
  repository.commit({ [at("a")]: "SELECT 1;" });
  const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
  expect(JSON.parse(reviewedMigrations(await plan()))).toEqual({
    pending: ["a"],
    sha256: sha256(`a\0${sha256("SELECT 1;")}\n`),
  });
});

test("its summary folds the SQL and points at what deserves a second look", async () => {
  repository.commit({
    [at("20260201_drop")]:
      '-- a comment with ```` in it\nALTER TABLE "notes"\n  DROP COLUMN "title";\nTRUNCATE notes;\n',
    [at("20250101_late")]: "CREATE INDEX ON notes (id);\n",
  });
  const planned = { ...(await plan()), base: "0".repeat(40), head: "1".repeat(40) };
  const summary = planSummary(planned);
  expect(summary).toBe(golden(__dirname, "pending.md", summary));
  expect(planReason(planned)).toBe("2 migrations are pending, with 2 destructive statements");
});

test("a summary stays below what GitHub shows, and says where it was cut", async () => {
  repository.commit({ [at("a")]: "SELECT 1; ".repeat(90_000), [at("b")]: "SELECT 2;" });
  const summary = planSummary(await plan());
  expect(Buffer.byteLength(summary)).toBeLessThan(1_000_000);
  expect(summary).toMatch(/-- … \d+ more characters/);
});
