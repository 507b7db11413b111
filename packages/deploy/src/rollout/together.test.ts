import { describe, expect, test } from "@jest/globals";
import { service } from "../manifest/testing/service";
import { planRollOut, requireTasks } from "./plan-roll-out";
import { planSummary } from "./plan-summary";
import { reasonOf, requireDeployed, rolloutSummary } from "./report";
import { built, released, requestOf, run, wire } from "./testing/rollout";
import { type Glance, scriptedCluster } from "./testing/scripted-cluster";

/** api runs; web is scaled to zero; admin is in the manifest and not yet in ECS; nothing is meant for issuer, which is broken. */
const names = ["api", "web", "admin", "issuer"];
const services = names.map((name) => service(name));
const releases = names.map(released);
const earlier = (name: string) => {
  const [, image] = built(name);
  return [name, { ...image, commit: "2".repeat(40), since: "2026-10-31T09:30:00.000Z" }] as const;
};
const broken: readonly Glance[] = [
  { is: "raw", own: { status: "IN_PROGRESS" }, entry: { runningCount: 0 }, running: { ours: 0 } },
];
const cluster = () =>
  scriptedCluster(["api", "web", "issuer"], { desired: { web: 0 }, initially: { issuer: broken }, releases });
const images = new Map(["api", "web", "admin"].map(earlier));
const request = { images, together: true, allowOlder: true, versionUrl: undefined };
const missing = "cashsouk-local/cashsouk-admin: ECS knows no such service (MISSING)";
const idle = "no task of it is desired, so nothing could be judged";

describe("all services of an earlier release", () => {
  test("are planned as many as can go; who stays stands in the table with why, and nothing is moved", async () => {
    const { tools } = await run({ ...scenario(), services: [service("api")], request: { images: new Map() } });
    const plan = await planRollOut(tools, requestOf(services, request));
    expect(plan.targets.map(({ service: { name } }) => name)).toEqual(["api"]);
    const table = planSummary(requestOf(services, request), plan);
    const since = "`000000000000`, released 2026-11-01 00:00 UTC";
    expect(table).toContain("1 of 4 services would move");
    expect(table).toContain(`| web | ${since} | **stays as it is** | ${idle} |`);
    expect(table).toContain(`| admin | ${since} | **stays as it is** | ${missing} |`);
    expect(table).toContain(`| issuer | ${since} | the same | nothing else is meant for it |`);
    expect(wire?.actions()).not.toContain("UpdateService");
  });

  test("go as many as can; the others are told, and one that nothing is meant for is not judged", async () => {
    const { result, lines } = await run(scenario());
    expect(Object.fromEntries([...result.deployments].map(([name, { outcome }]) => [name, outcome]))).toEqual({
      api: "deployed",
    });
    expect(reasonOf(result, false)).toBe("1 of 1 service moved; left as they are: web, admin");
    expect(() => requireDeployed(result, false)).not.toThrow();
    expect(rolloutSummary("cashsouk-local", result, false)).toContain(`- web: left as it is: ${idle}`);
    expect(lines).toContain(`! admin: left as it is: ${missing}`);
  });

  test("that can't go at all are red: green would say that something was brought back", async () => {
    const only = new Map([earlier("web")]);
    await expect(run({ ...scenario(), request: { ...request, images: only } })).rejects.toThrow(
      `release: nothing would move: api: nothing else is meant for it; web: ${idle}`,
    );
  });

  test("take one along of which no task is desired where allow-zero says so", async () => {
    const { result } = await run({ ...scenario(), request: { ...request, allowZero: true } });
    expect(result.deployments.get("web")).toMatchObject({ outcome: "idle", moved: true });
  });
});

describe("a service that was asked for by name", () => {
  const named = { ...request, together: false };

  test("and is not in ECS is refused", async () => {
    await expect(run({ ...scenario(), request: named })).rejects.toThrow(missing);
    expect(wire?.actions()).not.toContain("UpdateService");
  });

  test("and has no task is red in its plan already", async () => {
    const { tools } = await run({ ...scenario(), services: [service("api")], request: { images: new Map() } });
    const plan = await planRollOut(tools, requestOf([service("web")], named));
    expect(() => requireTasks(plan, { allowZero: false })).toThrow("web: no task is desired");
    expect(() => requireTasks(plan, { allowZero: true })).not.toThrow();
  });
});

test("a service that was broken and is not moved is red, and the sentence says that this step has not moved it", async () => {
  const { result } = await run({
    services: [service("issuer")],
    cluster: cluster(),
    request: { images: new Map(), versionUrl: undefined },
  });
  expect(result.deployments.get("issuer")).toMatchObject({
    outcome: "timed-out",
    reason: "not steady after 15 min: 0 of 1 running, 0 pending; this step has not moved it",
  });
  expect(wire?.actions()).not.toContain("UpdateService");
});

function scenario() {
  return { services, cluster: cluster(), request };
}
