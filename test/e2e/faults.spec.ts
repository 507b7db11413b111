import { expect, test } from "@playwright/test";
import { editLedger, stopContainerOf } from "./behind-the-back";
import { deployAndHear, type Told } from "./slack";
import {
  commit,
  commitNewFile,
  deploy,
  look,
  moved,
  printedTable,
  revert,
  services,
  summaries,
  type World,
} from "./world";

test.describe.configure({ mode: "serial" });

let before: World;
let crashed: Told;
test.beforeEach(async () => {
  before = await look();
});

async function staysAsItWas(): Promise<void> {
  const after = await look();
  for (const name of services) {
    expect(after[name].answer).toEqual(before[name].answer);
    expect(after[name].release).toEqual(before[name].release);
  }
}

test("a template error stops before anything is changed", async () => {
  commit("A template that is wrong", "cloudformation/migrations.yaml", (text) =>
    text.replace(/^Resources:$/m, "Resources:\n  Broken:\n    Type: AWS::Nothing::AtAll"),
  );
  const { green, output } = await deploy();
  expect(green).toBe(false);
  expect(output).toContain("AWS::Nothing::AtAll");
  expect(moved(before, await look())).toEqual([]);
  await staysAsItWas();
  revert();
});

test("an image that can't be built is red with its reason, and nothing moves", async () => {
  // Nothing but the image's build reads this file.
  commit("A plugin that is not there", "apps/admin/postcss.config.mjs", (text) =>
    text.replace("@tailwindcss/postcss", "@tailwindcss/gone"),
  );
  const { green, output, message } = await deployAndHear();
  expect(green).toBe(false);
  expect(output).toContain("error: admin: the build failed");
  expect(message).toMatch(/^❌ local: failed\n\n> admin: the build failed/);
  expect(moved(before, await look())).toEqual([]);
  await staysAsItWas();
  revert();
});

test("an api that crashes at its start is red with its reason, and the old release still answers", async () => {
  commit(
    "An api that crashes",
    "apps/api/src/server.ts",
    // Only as a task, where credentials come from ECS: the tests of the same commit are green.
    (text) => `if (process.env["AWS_CONTAINER_CREDENTIALS_FULL_URI"]) throw new Error("crash on purpose");\n${text}`,
  );
  const { green, output, ...told } = await deployAndHear({ SLACK_MENTION: "here" });
  crashed = told;
  expect(green).toBe(false);
  expect(output).toMatch(/api: .*(?:rolled back|rolled-back)/);
  expect(output).toContain("crash on purpose");
  await staysAsItWas();
  expect(moved(before, await look())).toEqual([]);
  revert();
});

test("Slack's message of it ends as rolled back, with the reason; its thread has each step's end and calls somebody", () => {
  const { message, earlier, thread } = crashed;
  expect(earlier[0]).toMatch(/^🚀 local: deployment started\n/);
  expect(message).toMatch(/^↩️ local: rolled back\n\n> api: .*crash on purpose.*\n\n↩️ \*api\* rolled back in \d+ s$/m);
  expect(thread.slice(0, -1)).toEqual([
    "✅ Tested, and images are ready: api",
    "✅ The plan holds. No migration is pending",
    "✅ The platform had nothing to change",
    "✅ The database has every migration of this commit",
  ]);
  expect(thread.at(-1)).toMatch(/^<!here> ↩️ local: rolled back\n↩️ \*api\*: .*crash on purpose/);
});

test("a released migration that was edited ends it at the plan: nothing moves, the message and the summary say so", async () => {
  const migration = "20261122020000_files";
  commit("Edit what is released", `apps/api/prisma/migrations/${migration}/migration.sql`, (sql) => `${sql}-- Late.\n`);
  const { green, message, thread } = await deployAndHear();
  expect(green).toBe(false);
  const reason = `${migration} was edited after its release`;
  expect(message).toMatch(new RegExp(`^❌ local: failed\n\n> .*${reason}.*\n\n\\*Services\\*\napi\n`));
  expect(thread).toEqual(["✅ Tested, and images are ready: api"]);
  const [failed, ...later] = summaries().slice(-1);
  expect([failed?.step, later]).toEqual(["Pending migrations", []]);
  expect(failed?.markdown).toMatch(new RegExp(`^### ❌ Failed\n\n.*${reason}`));
  expect(moved(before, await look())).toEqual([]);
  await staysAsItWas();
  revert();
});

test("a migration that fails stops before any service moves", async () => {
  commitNewFile(
    "A migration that fails",
    "apps/api/prisma/migrations/29990101000000_fails/migration.sql",
    // Only where there are rows: the tests of the same commit, on an empty database, are green.
    "DO $$ BEGIN IF EXISTS (SELECT 1 FROM notes) THEN RAISE EXCEPTION 'refused on purpose'; END IF; END $$;\n",
  );
  const { green, output, message } = await deployAndHear();
  expect(green).toBe(false);
  expect(output).toContain("P3018");
  expect(output).toContain("refused on purpose");
  expect(message).toMatch(/^❌ local: failed\n\n> .*migrations exited with 1/);
  expect(moved(before, await look())).toEqual([]);
  await staysAsItWas();
});

test("a container that is stopped, and a ledger that is edited, are told by the next table", async () => {
  expect((await printedTable()).green).toBe(true);

  stopContainerOf("landing");
  // ECS starts another task in its place; until then, and after, the table says so.
  expect((await printedTable()).output).toMatch(/landing .*(?:NOT AS RELEASED|replaced the released one)/);
  await expect.poll(async () => (await printedTable()).green, { timeout: 60_000 }).toBe(true);
  expect((await printedTable()).output).toMatch(/landing .*replaced the released one/);
  expect(moved(before, await look())).toEqual(["landing"]);

  const restore = await editLedger("admin", (release) => ({ ...release, key: "0".repeat(64) }));
  const edited = await printedTable();
  await restore();
  expect(edited.green).toBe(false);
  expect(edited.output).toMatch(/admin .*it answers key \w{12}, the ledger says 000000000000/);
  expect((await printedTable()).green).toBe(true);
});
