import { randomUUID } from "node:crypto";
import { expect, test } from "@playwright/test";
import { deployAndHear, hear, type Told } from "./slack";
import { commit, deploy, dispatch, head, look, moved, propose, services, summaries, type World } from "./world";

test.describe.configure({ mode: "serial" });

let before: World;
let told: Told;
test.beforeEach(async () => {
  before = await look();
});

test("nothing changed: nothing is built, nothing moves", async () => {
  const { green, output } = await deploy();
  expect(green).toBe(true);
  expect(output).toContain("nothing was built");
  expect(moved(before, await look())).toEqual([]);
});

test("a README moves nothing, and the run says so", async () => {
  commit("Explain", "README.md", (text) => `${text}\nOne more line.\n`);
  const { green, output } = await deploy();
  expect(green).toBe(true);
  for (const name of services) expect(output).toContain(`${name}: unchanged`);
  expect(output).toContain("nothing was built");
  const after = await look();
  expect(moved(before, after)).toEqual([]);
  for (const name of services) expect(after[name].release).toEqual(before[name].release);
});

test("a pull request that changes one portal's page: its image alone is built, and nothing is pushed", async () => {
  // One that no engine holds of an earlier run.
  commit("Another word", "apps/issuer/app/page.tsx", (text) => `${text}\n// Another word: ${randomUUID()}.\n`);
  const { green } = await propose("test");
  expect(green).toBe(true);
  const [affected, images] = summaries("test").map(({ markdown }) => markdown);
  expect(affected).toMatch(/^1 of 5 services\.$/m);
  expect(images).toMatch(/^### Images, not pushed: 1 built, 0 reused\n[^]*^\| issuer \| \*\*built\*\* /m);
});

test("pushed to main it moves that portal alone", async () => {
  // act knows no reviewers: it goes on at once. What Slack is told before is the same.
  const { green, ...heard } = await deployAndHear({ APPROVAL: "true" });
  told = heard;
  expect(green).toBe(true);
  // Of what the pull request built the registry has nothing.
  expect(summaries().map(({ markdown }) => markdown)).toContainEqual(
    expect.stringContaining("| issuer | **built** | new content: the registry has no such key |"),
  );
  const after = await look();
  expect(moved(before, after)).toEqual(["issuer"]);
  expect(after.issuer.release).toMatchObject({ commit: head() });
  expect(after.issuer.release!.digest).not.toBe(before.issuer.release!.digest);
});

test("where it waits for approval, Slack's message says so: what is planned, and which services move", () => {
  const { message, earlier, thread } = told;
  expect(earlier).toContainEqual(
    expect.stringMatching(
      /^⏳ local: waiting for approval\n\n> ⏳ The plan holds. No migration is pending\n\n\*Services\*\nissuer\n/,
    ),
  );
  expect(thread).toContainEqual("⏳ The plan holds. No migration is pending");
  expect(message).toMatch(/^✅ local: deployed\n[^]*\|[0-9a-f]{12}> Another word by /);
});

test("a pull request with more memory in the template: its plan says so, stack by stack, and changes nothing", async () => {
  moreMemoryFor("Investor");
  const { green, output } = await propose("plan");
  expect(green).toBe(true);
  const plans = summaries("plan").map(({ markdown }) => markdown);
  for (const stack of ["platform", "migrations", "services"])
    expect(plans).toContainEqual(expect.stringContaining(`Stack cashsouk-local-${stack}: `));
  expect(output).toMatch(/^\| Modify \| Investor/m);
  // A deployment gives it as well.
  expect(output).not.toContain("| PublicPort |");
  expect(moved(before, await look())).toEqual([]);
});

test("pushed to main it moves that service to the new shape, with the image that it had", async () => {
  expect((await deploy()).green).toBe(true);
  const after = await look();
  expect(moved(before, after)).toEqual(["investor"]);
  expect(after.investor.release!.digest).toBe(before.investor.release!.digest);
  expect(after.investor.release!.revision).not.toBe(before.investor.release!.revision);
});

test("where no stack changes the infrastructure's button asks nobody, and says so in summary and Slack", async () => {
  const { green, message } = await hear(() => dispatch("infrastructure"));
  expect(green).toBe(true);
  const written = summaries("infrastructure").map(({ markdown }) => markdown);
  expect(written.join("\n")).toContain("### Nothing to change, and nothing to approve");
  expect(written.join("\n")).not.toContain("Rollout to cashsouk-local: deployed");
  expect(message).toMatch(/^✅ local: infrastructure up to date\n\n> Nothing to change/);
  expect(moved(before, await look())).toEqual([]);
});

test("by the infrastructure's button the reviewed change set is executed as it was made, and its service moves", async () => {
  moreMemoryFor("Landing");
  const { green, earlier, message } = await hear(() => dispatch("infrastructure"));
  expect(green).toBe(true);
  // Whoever has to approve is told what would change, stack by stack.
  expect(earlier).toContainEqual(
    expect.stringMatching(/> ✅ platform: nothing; migrations: nothing; services: \d to add, [1-9]\d* to change/),
  );
  expect(message).toMatch(/^✅ local: infrastructure up to date\n/);
  const written = summaries("infrastructure").map(({ markdown }) => markdown);
  const planned = written.findIndex((text) => text.startsWith("### 📋 Stack cashsouk-local-services: planned"));
  const executed = written.findIndex((text) => text.startsWith("### ✅ Stack cashsouk-local-services: updated"));
  expect(written[planned]).toMatch(/^\| Modify \| Landing/m);
  expect(executed).toBeGreaterThan(planned);
  // Who plans may look for drift.
  expect(written.join("\n")).not.toContain("Could not be told");
  const after = await look();
  expect(moved(before, after)).toEqual(["landing"]);
  expect(after.landing.release!.digest).toBe(before.landing.release!.digest);
});

function moreMemoryFor(service: string): void {
  commit(`More memory for ${service}`, "cloudformation/services.yaml", (text) => {
    const from = text.indexOf(`\n  ${service}:\n`);
    return text.slice(0, from) + text.slice(from).replace('Memory: "1024"', 'Memory: "2048"');
  });
}
