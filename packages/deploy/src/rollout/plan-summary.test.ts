import { golden } from "@cashsouk/testing/golden";
import { expect, test } from "@jest/globals";
import { planSummary } from "./plan-summary";
import { planRollOut } from "./plan-roll-out";
import { service } from "../manifest/testing/service";
import { built, released, requestOf, run, wire } from "./testing/rollout";

const services = [service("api"), service("web", 2)];
const releases = [released("api"), released("web")];
const [, image] = built("api");

test.each([
  ["plan", image],
  ["plan-of-an-earlier-release", { ...image, commit: "2".repeat(40), since: "2026-10-31T09:30:00.000Z" }],
])("%s: a row a service says from which release to which it would go, and nothing is moved", async (name, next) => {
  const { tools } = await run({ services, releases, request: { images: new Map(), versionUrl: undefined } });
  const request = requestOf(services, { images: new Map([["api", next]]) });
  const summary = planSummary(request, await planRollOut(tools, request));
  expect(summary).toBe(golden(__dirname, `${name}.md`, summary));
  expect(wire?.actions()).not.toContain("UpdateService");
});

test("an image of which no commit is known is shown itself", async () => {
  const alone = { services: [service("api")], request: { images: new Map(), versionUrl: undefined } };
  const { tools } = await run(alone);
  const request = requestOf(alone.services, { images: new Map([["api", image]]), commit: undefined });
  expect(planSummary(request, await planRollOut(tools, request))).toContain(
    `| api | unknown to the ledger | \`${image.image}\` |`,
  );
});
