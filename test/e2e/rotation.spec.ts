import { spawnSync } from "node:child_process";
import { expect, test } from "@playwright/test";
import { secret } from "./account";
import { inDatabase } from "./behind-the-back";
import { startLoad } from "./load";
import { cashsouk, operatorWith } from "./operator";
import { privateState } from "./world";

test.describe.configure({ mode: "serial" });

const perSecond = 20;
const [first, clone] = ["cashsouk_app", "cashsouk_app_clone"] as const;

/** Read from the database each time: a page of notes, as the API words it. */
const isPage = (body: string) => Array.isArray((JSON.parse(body) as { items?: unknown }).items);

interface Login {
  host: string;
  port: string;
  dbname: string;
  username: string;
  password: string;
}
const login = async () => JSON.parse(await secret("api/database-url")) as Login;

/** "in", or why not, in PostgreSQL's words. */
function logIn({ host, port, dbname, username, password }: Login): string {
  const where = [`--host=${host}`, `--port=${port}`, `--username=${username}`, `--dbname=${dbname}`, "--no-password"];
  const { status, stderr } = spawnSync("/usr/lib/postgresql/15/bin/psql", [...where, "--command", "SELECT 1"], {
    encoding: "utf8",
    env: { PGPASSWORD: password },
  });
  return status === 0 ? "in" : stderr;
}

/** As whom the API's tasks are in the database. */
const apiUsers = () =>
  inDatabase("SELECT DISTINCT usename FROM pg_stat_activity WHERE application_name = 'cashsouk-api' ORDER BY 1");

let operator: NodeJS.ProcessEnv;
test.beforeAll(async () => {
  operator = await operatorWith("cashsouk-local-migrations", "DatabaseRotationPolicyArn");
});

test("a dry run tells what would be done and changes nothing", async () => {
  const before = await login();
  const { code, stdout } = await cashsouk(operator, "rotate-database-secret", "local", "--dry-run");
  expect(stdout).toContain(`The secret names ${before.username}.`);
  expect(code).toBe(0);
  expect(await login()).toEqual(before);
});

// Whichever user it is now: from it to the other one, and back.
for (const turn of ["to the other user", "and back"])
  test(`${turn}: ${perSecond} requests a second go on, and none fails`, async () => {
    const former = await login();
    const other = former.username === first ? clone : first;
    const url = new URL(`http://api.cashsouk.localhost:${privateState().ports.proxy}/api/v1/notes`);
    const load = startLoad(url, perSecond, isPage);
    await load.more(2 * perSecond);
    expect(apiUsers()).toEqual([former.username]);

    const { code, stdout } = await cashsouk(operator, "rotate-database-secret", "local");
    await load.more(2 * perSecond);
    const { answered, failed } = await load.stop();
    test.info().annotations.push({ type: "load", description: `${failed.length} of ${answered} requests failed` });
    process.stdout.write(`${stdout}${failed.length} of ${answered} requests failed\n`);
    expect(failed).toEqual([]);
    expect(code).toBe(0);
    expect(stdout).toContain(`Rotated from ${former.username} to ${other}:`);

    const current = await login();
    expect(current).toEqual({ ...former, username: other, password: expect.stringMatching(/^[\w-]{43}$/) });
    expect(logIn(current)).toBe("in");
    expect(logIn(former)).toContain(`password authentication failed for user "${former.username}"`);
    expect(inDatabase(`SELECT rolcanlogin FROM pg_roles WHERE rolname = '${former.username}'`)).toEqual(["f"]);
    expect(apiUsers()).toEqual([other]);
  });
