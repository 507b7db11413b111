import { expect, test } from "@playwright/test";
import { inDatabase } from "./behind-the-back";
import { hear } from "./slack";
import { commit, dispatch, look, moved, summaries } from "./world";

/** What the faults have left: pending, and recorded in the database as failed. */
const failed = "29990101000000_fails";

test("a migration that was mended is planned, then applied by itself; no service moves and none is released", async () => {
  // What `migrate resolve --rolled-back` does, as the runbook says.
  inDatabase(`UPDATE _prisma_migrations SET rolled_back_at = now() WHERE migration_name = '${failed}'`);
  commit("Mend the migration", `apps/api/prisma/migrations/${failed}/migration.sql`, () =>
    ["COMMENT ON TABLE notes IS 'migrated by the button';", ""].join("\n"),
  );
  const before = await look();
  const { green, message, thread } = await hear(() => dispatch("migrate"));
  expect(green).toBe(true);

  const steps = summaries("migrate").map(({ step, markdown }) => [step, markdown.split("\n")[0]]);
  const planned = steps.findIndex(([, title]) => /^### \d migrations? (?:is|are) pending$/.test(title ?? ""));
  const applied = steps.findIndex(([step]) => step === "Migrations");
  expect(planned).toBeGreaterThan(-1);
  expect(applied).toBeGreaterThan(planned);
  expect(summaries("migrate")[planned]?.markdown).toContain("migrated by the button");

  expect(inDatabase("SELECT obj_description('notes'::regclass)")).toEqual(["migrated by the button"]);
  const after = await look();
  expect(moved(before, after)).toEqual([]);
  for (const [name, { release }] of Object.entries(after))
    expect(release).toEqual(before[name as keyof typeof before].release);
  expect(message).toMatch(/^✅ local: database migrated\n/);
  expect(thread).toContainEqual("✅ The database has every migration of this commit");
});
