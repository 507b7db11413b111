import { expect, test } from "@playwright/test";
import { rootSettings } from "./account";
import { cashsouk } from "./operator";
import { look, moved, type World } from "./world";

test.describe.configure({ mode: "serial" });

/** The command line, with the rights of the account's root. */
function asRoot(...args: string[]) {
  const { endpoint, region, credentials } = rootSettings();
  const environment = {
    AWS_ENDPOINT_URL: endpoint,
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
  };
  return cashsouk(environment, ...args);
}

let before: World;
test.beforeEach(async () => {
  before = await look();
});

test("migrate --status tells that nothing is pending, and applies nothing", async () => {
  const { code, stdout, stderr } = await asRoot("migrate", "local", "--status");
  expect(stderr).toContain("Database schema is up to date!");
  expect(stdout).toContain("cashsouk-migrations-local: migrations exited with 0");
  expect(code).toBe(0);
});

test("ecs-update says beforehand what it would do", async () => {
  const { code, stdout } = await asRoot("ecs-update", "local", "landing", "--force", "--dry-run");
  expect(stdout).toContain("new tasks were asked for");
  expect(code).toBe(0);
  expect((await look()).landing.ecs.revision).toBe(before.landing.ecs.revision);
});

test("ecs-update --force gives one service new tasks of what is released, and that is no new release", async () => {
  const { code, stdout } = await asRoot("ecs-update", "local", "landing", "--force");
  expect(stdout).toContain("deployed");
  expect(code).toBe(0);
  const after = await look();
  expect(moved(before, after)).toContain("landing");
  expect(after.landing.release).toEqual(before.landing.release);
});

test("released tells that every service runs what the ledger says", async () => {
  const { code, stdout } = await asRoot("released", "local");
  for (const [name, { release }] of Object.entries(before))
    expect(stdout).toMatch(new RegExp(`^${name} .*${release!.key.slice(0, 12)}.* serving`, "m"));
  expect(code).toBe(0);
});

test("setup-aws finds the account as it laid it down", async () => {
  const { code, stdout } = await asRoot("setup-aws", "local", "--dry-run");
  expect(stdout.match(/^cashsouk-(?:bootstrap|registry): nothing to change/gm)).toHaveLength(2);
  expect(code).toBe(0);
});
