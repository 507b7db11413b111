import { SSM } from "@aws-sdk/client-ssm";
import { expect, test } from "@playwright/test";
import { rootSettings } from "./account";
import { hear } from "./slack";
import { dispatch, head, look, moved, summaries, type World } from "./world";

test.describe.configure({ mode: "serial" });

let before: World;
let first: World;
test.beforeEach(async () => {
  before = await look();
});

for (const [what, inputs, reason] of [
  ["a commit that was never released", { release: "9999999" }, "the ledger has no release 9999999 of api, landing,"],
  ["another environment than the variables'", { environment: "production" }, "environment: want local, got production"],
] as const)
  test(`${what} is refused, and nothing moves`, async () => {
    const { green, output } = await dispatch("rollback", inputs);
    expect(green).toBe(false);
    expect(output).toContain(reason);
    const after = await look();
    expect(moved(before, after)).toEqual([]);
    expect(after.issuer.release).toEqual(before.issuer.release);
  });

test("what was released last goes back to what ran before, as a release of its own, and nothing else moves", async () => {
  first = before;
  const [earlier] = (await releasesOf("issuer")).filter(({ key }) => key !== first.issuer.release!.key);
  const { green, message, earlier: told, thread } = await hear(() => dispatch("rollback"));
  expect(green).toBe(true);
  const after = await look();
  expect(moved(before, after)).toEqual(["issuer"]);
  const { commit, key, digest } = earlier!;
  expect(after.issuer.answer).toEqual({ kind: "version", service: "issuer", key });
  expect(after.issuer.release).toMatchObject({ commit, key, digest });
  expect((await releasesOf("issuer"))[0]).toEqual(after.issuer.release);
  expect(after.issuer.release!.revision).not.toBe(first.issuer.release!.revision);
  // It is called what it is, and leads to the commit that runs again, not to the newest.
  const [from, to] = [first.issuer.release!.commit, commit].map((one) => `/commit/${one}|${one.slice(0, 12)}>`);
  expect(message).toMatch(/^✅ local: rollback to an earlier release done\n/);
  expect(message).toMatch(new RegExp(`issuer\\* deployed in \\d+ s: <\\S+${escape(from!)} → <\\S+${escape(to!)}`));
  expect(message).toMatch(new RegExp(`^<\\S+${escape(to!)} by `, "m"));
  expect(message).not.toContain(head());
  expect(told).toContainEqual(expect.stringMatching(/📋 \*issuer\* planned: <\S+> → <\S+>/));
  expect(thread).toContainEqual(expect.stringContaining("Back to previous, the database stays as it is. issuer would"));
});

test("the plan has said before from which release to which, and that the database stays", () => {
  const [plan, rollout] = summaries("rollback");
  const [now, then] = [first.issuer.release!.commit.slice(0, 12), before.issuer.release!.commit.slice(0, 12)];
  expect(plan?.markdown).toMatch(new RegExp(`^\\| issuer \\| \`${now}\`, released .* \\| \`${then}\`, released `, "m"));
  expect(plan?.markdown).toContain("**The database stays as it is**");
  expect(rollout?.markdown).toContain("Rollout to cashsouk-local: deployed");
});

test("pressed once more it would bring again what was taken away: it is refused, and nothing moves", async () => {
  const { green, output } = await dispatch("rollback");
  expect(green).toBe(false);
  expect(output).toContain("release: previous: issuer went back already");
  expect(moved(before, await look())).toEqual([]);
});

test("where nothing would move it is red", async () => {
  const { commit } = before.issuer.release!;
  const { green, output } = await dispatch("rollback", { services: "issuer", release: commit });
  expect(green).toBe(false);
  expect(output).toContain("nothing would move: each service runs what is meant");
  expect(moved(before, await look())).toEqual([]);
});

test("one service comes again by its commit", async () => {
  const { commit, key } = first.issuer.release!;
  expect((await dispatch("rollback", { services: "issuer", release: commit.slice(0, 12) })).green).toBe(true);
  const after = await look();
  expect(moved(before, after)).toEqual(["issuer"]);
  expect(after.issuer.answer).toEqual(first.issuer.answer);
  expect(after.issuer.release).toMatchObject({ commit, key });
});

const escape = (text: string) => text.replaceAll("|", "\\|");

/** The service's entries in the ledger, the newest first. */
async function releasesOf(service: string) {
  type Entry = NonNullable<World["issuer"]["release"]>;
  const entries: Entry[] = [];
  let NextToken: string | undefined;
  do {
    const page = await new SSM(rootSettings()).getParameterHistory({
      Name: `/cashsouk/local/released/${service}`,
      ...(NextToken ? { NextToken } : {}),
    });
    entries.unshift(...(page.Parameters ?? []).map(({ Value = "" }) => JSON.parse(Value) as Entry).reverse());
    NextToken = page.NextToken;
  } while (NextToken);
  return entries;
}
