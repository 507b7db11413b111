import { expect, test } from "@playwright/test";
import { commit, commitNewFile, deploy, look, moved, printedTable, revert, services, type World } from "./world";

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
  commit("A template that is wrong", "cloudformation/services.yaml", (text) =>
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
  commit("A page that does not compile", "apps/admin/app/page.tsx", (text) => `${text}\nexport const x = ;\n`);
  const { green, output } = await deploy();
  expect(green).toBe(false);
  expect(output).toContain("admin");
  expect(moved(before, await look())).toEqual([]);
  await staysAsItWas();
  revert();
});

test("an api that crashes at its start is red with its reason, and the old release still answers", async () => {
  commit(
    "An api that crashes",
    "apps/api/src/server.ts",
    (text) => `${text}\nsetTimeout(() => {\n  throw new Error("crash on purpose");\n}, 100);\n`,
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
    "ALTER TABLE there_is_no_such_table ADD COLUMN x integer;\n",
  );
  const { green, output } = await deploy();
  expect(green).toBe(false);
  expect(output).toContain("P3018");
  expect(moved(before, await look())).toEqual([]);
  await staysAsItWas();
});

test("what runs behind the ledger's back is told by the next table", async () => {
  expect((await printedTable()).green).toBe(true);
});
