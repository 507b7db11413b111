import { expect, test } from "@playwright/test";
import { editLedger, stopContainerOf } from "./behind-the-back";
import {
  commit,
  commitNewFile,
  deploy,
  look,
  moved,
  printedTable,
  revert,
  services,
  slackMessages,
  type World,
} from "./world";

test.describe.configure({ mode: "serial" });

let before: World;
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
  const { green, output } = await deploy();
  expect(green).toBe(false);
  expect(output).toContain("error: admin: the build failed");
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
  const { green, output } = await deploy();
  expect(green).toBe(false);
  expect(output).toMatch(/api: .*(?:rolled back|rolled-back)/);
  expect(output).toContain("crash on purpose");
  await staysAsItWas();
  expect(moved(before, await look())).toEqual([]);
  revert();
});

test("a migration that fails stops before any service moves", async () => {
  commitNewFile(
    "A migration that fails",
    "apps/api/prisma/migrations/29990101000000_fails/migration.sql",
    // Only where there are rows: the tests of the same commit, on an empty database, are green.
    "DO $$ BEGIN IF EXISTS (SELECT 1 FROM notes) THEN RAISE EXCEPTION 'refused on purpose'; END IF; END $$;\n",
  );
  const { green, output } = await deploy();
  expect(green).toBe(false);
  expect(output).toContain("P3018");
  expect(output).toContain("refused on purpose");
  const told = slackMessages().filter(({ thread }) => thread === undefined);
  expect(told.at(-1)).toMatchObject({ text: expect.stringMatching(/^❌ local: failed — .*migrations exited with 1/) });
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
