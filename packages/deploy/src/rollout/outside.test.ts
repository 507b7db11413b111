import { fault } from "@cashsouk/testing/aws-wire";
import { describe, expect, test } from "@jest/globals";
import { requireDeployed } from "./report";
import { run, wire } from "./testing/rollout";

describe("targets whose health", () => {
  const scenario = {
    service: { loadBalancers: [{ targetGroupArn: "arn:aws:elasticloadbalancing:r:1:targetgroup/api/1" }] },
    request: { healthUrl: undefined, versionUrl: undefined },
  };
  const throttled = fault("Throttling", "Rate exceeded", 400);
  test("can't be read for a while is asked for again, and judged then", async () => {
    let turns = 0;
    const { api, result } = await run({
      ...scenario,
      script: {
        DescribeTargetHealth: () =>
          ++turns < 15 ? throttled : { TargetHealthDescriptions: [{ TargetHealth: { State: "healthy" } }] },
      },
    });
    expect(api?.outcome).toBe("deployed");
    expect(result.notes.get("api")).not.toContain("can't be read");
  });
  test("can't be read for long is unknown: neither green nor undone", async () => {
    const { api } = await run({ ...scenario, script: { DescribeTargetHealth: () => throttled } });
    expect(api).toMatchObject({ outcome: "failed", reason: expect.stringContaining("is unknown: Throttling") });
    expect(wire?.inputs("UpdateService")).toHaveLength(1);
  });
  const tasks = (answer: (asked: number) => string[]) => {
    let asked = 0;
    return {
      DescribeTargetHealth: () => ({
        TargetHealthDescriptions: answer(++asked).map((State) => ({ TargetHealth: { State } })),
      }),
    };
  };
  test("is checked for the first time, as of a task that autoscaling has just added, is waited for, and not undone", async () => {
    const script = tasks((asked) => (asked < 100 ? ["healthy", "initial"] : ["healthy", "healthy"]));
    const { api, ms } = await run({ ...scenario, script });
    expect(api?.outcome).toBe("deployed");
    expect(ms).toBeGreaterThan(150_000);
  });
  test("is checked for the first time, and is found bad then, is red at once", async () => {
    const script = tasks((asked) => (asked < 100 ? ["healthy", "initial"] : ["healthy", "unhealthy"]));
    const { api, ms } = await run({ ...scenario, script });
    expect(api?.reason).toContain("its targets are healthy, unhealthy (asked for ");
    expect(ms).toBeLessThan(300_000);
  });
  test("is checked for the first time for ever is red at the deployment's limit", async () => {
    const { api, ms } = await run({ ...scenario, script: tasks(() => ["healthy", "initial"]) });
    expect(api?.reason).toMatch(/its targets are healthy, initial \(asked for \d+ s\)/);
    expect(ms).toBeLessThan(16 * 60_000);
  });
  test("nobody knows since the group is gone is red", async () => {
    const gone = fault("TargetGroupNotFound", "One or more target groups not found", 400);
    const { api } = await run({ ...scenario, script: { DescribeTargetHealth: () => gone } });
    expect(api).toMatchObject({
      outcome: "failed",
      reason: expect.stringContaining("the tasks are steady, but its target group is not there (TargetGroupNotFound"),
    });
  });
});

describe("the public host's answer", () => {
  test("with a key of which only the end differs is told so that it can be seen", async () => {
    const { api } = await run({
      request: { expectVersion: { api: "2026.11.29-release.10" } },
      get: () => ({ status: 200, body: JSON.stringify({ key: "2026.11.29-release.1" }) }),
    });
    expect(api?.reason).toContain("answers key 2026.11.29-release.1, wanted 2026.11.29-release.10 (");
  });
  test("that never comes, of any of its addresses, is told with what each said", async () => {
    const refused = ["::1", "127.0.0.1"].map((address) => new Error(`connect ECONNREFUSED ${address}:443`));
    const { api } = await run({
      get: () => {
        // What Node throws where a name has several addresses: it has no message of its own.
        throw new AggregateError(refused);
      },
    });
    expect(api?.reason).toContain(
      "answers nothing (connect ECONNREFUSED ::1:443; connect ECONNREFUSED 127.0.0.1:443), wanted 200",
    );
  });
  test("at an address with a password in it is told without that", async () => {
    const { api, result, lines } = await run({
      request: { healthUrl: "https://probe:hunter2@api.example.test/healthz", versionUrl: undefined },
      get: () => ({ status: 401, body: "" }),
    });
    expect(api?.reason).toContain("https://api.example.test/healthz answers 401, wanted 200");
    expect(() => requireDeployed(result, false)).toThrow(/^(?!.*hunter2)/);
    expect(lines.join("\n")).not.toContain("hunter2");
  });
  test("at an address with a password that no address takes is told without that as well", async () => {
    const { api } = await run({
      request: { healthUrl: "https://probe:hunter/2@api.example.test/healthz", versionUrl: undefined },
      get: (url) => {
        throw new TypeError(`Invalid URL ${url.length}`);
      },
    });
    expect(api?.reason).toContain("https://api.example.test/healthz answers nothing (Invalid URL ");
    expect(api?.reason).not.toContain("hunter");
  });
  test("at an address with a query is told without that, where tokens stand", async () => {
    const { api, lines } = await run({
      request: { healthUrl: "https://api.example.test/healthz?token=hunter2", versionUrl: undefined },
      get: () => ({ status: 401, body: "" }),
    });
    expect(api?.reason).toContain("https://api.example.test/healthz?… answers 401, wanted 200");
    expect(lines.join("\n")).not.toContain("hunter2");
  });
  test("that a cache gives is told with its age, since it is good whatever runs", async () => {
    const { result } = await run({
      request: { healthUrl: "https://api.example.test/healthz", versionUrl: undefined },
      get: () => ({ status: 200, body: "", age: 3600 }),
    });
    expect(result.notes.get("api")).toBe(
      "https://api.example.test/healthz answers 200 from a cache, 3600 s old, which says nothing of what runs",
    );
  });
  test("that is good, at an address with a password in it, is told without that as well", async () => {
    const { result, lines } = await run({
      request: { healthUrl: "https://probe:hunter2@api.example.test/healthz", versionUrl: undefined },
    });
    expect(result.notes.get("api")).toBe("https://api.example.test/healthz answers 200");
    expect(lines.join("\n")).not.toContain("hunter2");
  });
});

test("from the steady deployment to the end of the step, the public host's five answers included, it is at most 6 s", async () => {
  /** How long a rollout takes that is not steady at so many looks; nothing shows beforehand that it is near. */
  const took = async (looks: number) => {
    const going = Array.from({ length: looks }, () => ({ is: "in-progress" }) as const);
    const { ms } = await run({ updates: { api: [[...going, { is: "steady" }]] } });
    await wire?.close();
    return ms;
  };
  // At worst it is steady right after a look.
  const [atOnce, before, after] = [await took(0), await took(40), await took(41)];
  expect(after - before + atOnce).toBeLessThanOrEqual(6000);
});
