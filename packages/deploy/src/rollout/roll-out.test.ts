import { fault, reset, type WireCall } from "@cashsouk/testing/aws-wire";
import { golden } from "@cashsouk/testing/golden";
import { describe, expect, test } from "@jest/globals";
import { outcomeOf, reasonOf, rolloutSummary } from "./report";
import { service } from "../manifest/testing/service";
import { built, commit, key, oldCommit, released, run, wire } from "./testing/rollout";
import { crash, definitionArn, good, imageOf, scriptedCluster, usualAnswer } from "./testing/scripted-cluster";

describe("a rollout that goes well", () => {
  test("registers a revision that differs in the image only, moves the service to it and records the release", async () => {
    const { result, recorded } = await run();
    const revision = definitionArn("cashsouk-api", 2);
    expect(result.deployments.get("api")).toEqual({
      outcome: "deployed",
      reason: "new image",
      revision,
      previous: definitionArn("cashsouk-api", 1),
      image: imageOf("api", "new"),
      seconds: 6,
      moved: true,
      commit,
    });
    expect(wire?.inputs("RegisterTaskDefinition")).toMatchObject([
      { family: "cashsouk-api", cpu: "256", containerDefinitions: [{ name: "api", image: imageOf("api", "new") }] },
    ]);
    expect(wire?.inputs("UpdateService")).toEqual([
      { cluster: "cashsouk-local", service: "cashsouk-api", taskDefinition: revision },
    ]);
    expect(recorded).toMatchObject([
      {
        service: "api",
        commit,
        key,
        image: imageOf("api", "new"),
        digest: "sha256:new",
        revision,
        run: "77",
        seconds: 6,
      },
    ]);
  });

  test("is noticed within 6 s of being steady", async () => {
    const { ms } = await run({ updates: { api: [[{ is: "in-progress" }, { is: "steady" }]] } });
    expect(ms).toBeLessThanOrEqual(6000);
  });

  test("with the image and shape that run already moves and registers nothing, and is judged all the same", async () => {
    const { api, recorded } = await run({
      request: { images: new Map([built("api", "old")]) },
      releases: [released("api")],
    });
    expect(api).toMatchObject({
      outcome: "deployed",
      moved: false,
      reason: "unchanged: it runs this image in this shape",
    });
    expect(wire?.actions()).not.toContain("UpdateService");
    expect(wire?.actions()).not.toContain("RegisterTaskDefinition");
    expect(recorded).toEqual([]);
  });

  test.each([
    ["stays has the seconds of this run, not of the deployment that it has had", [released("api")], false, 4],
    ["has just been deployed by others has those of that deployment", [], true, 42],
  ])("of a service that %s", async (_, releases, moved, seconds) => {
    const request = { images: new Map([built("api", "old")]) };
    const cluster = scriptedCluster(["api"], { initially: { api: good }, releases });
    const script = {
      DescribeServices: (call: WireCall) => {
        const { services } = usualAnswer(cluster, call) as { services: { deployments: object[] }[] };
        const timed = (entry: object) => ({ ...entry, createdAt: 1_700_000_000, updatedAt: 1_700_000_042 });
        return { services: services.map((one) => ({ ...one, deployments: one.deployments.map(timed) })) };
      },
    };
    expect((await run({ cluster, script, request })).api).toMatchObject({ outcome: "deployed", moved, seconds });
  });

  test("of a service that CloudFormation has just created judges that first deployment as ours", async () => {
    const { api, recorded } = await run({
      request: { images: new Map([built("api", "old")]) },
      initially: { api: good },
    });
    expect(api).toMatchObject({
      outcome: "deployed",
      moved: true,
      reason: "deployed before this step: it runs this image in this shape; recorded as released now",
    });
    expect(recorded).toMatchObject([{ service: "api", commit, key, image: imageOf("api", "old") }]);
  });

  test("of a service without a new image moves it when its shape changed, and keeps what was released", async () => {
    const { api, recorded } = await run({
      request: { images: new Map() },
      reshaped: { api: { cpu: "512" } },
      releases: [released("api")],
      get: () => ({ status: 200, body: JSON.stringify({ key: released("api").key }) }),
    });
    expect(api).toMatchObject({ outcome: "deployed", moved: true, reason: "new shape (cpu)" });
    expect(wire?.actions()).not.toContain("RegisterTaskDefinition");
    expect(recorded).toMatchObject([
      { commit: oldCommit, image: imageOf("api", "old"), revision: definitionArn("cashsouk-api", 2) },
    ]);
  });

  test("of a service that runs another image than the released one moves it back, and holds /version against the ledger's key", async () => {
    const drifted = { request: { images: new Map() }, running: { api: "by-hand" }, releases: [released("api")] };
    const { api, result, recorded } = await run({
      ...drifted,
      get: () => ({ status: 200, body: JSON.stringify({ key: released("api").key }) }),
    });
    expect(api).toMatchObject({
      outcome: "deployed",
      moved: true,
      reason: "back to the released image (it ran repo/api@sha256:by-hand)",
      image: imageOf("api", "old"),
    });
    expect(reasonOf(result, false)).toBe("1 of 1 service moved");
    expect(wire?.inputs("RegisterTaskDefinition")).toMatchObject([
      { containerDefinitions: [{ name: "api", image: imageOf("api", "old") }] },
    ]);
    expect(recorded).toMatchObject([
      { commit: oldCommit, image: imageOf("api", "old"), revision: definitionArn("cashsouk-api", 2) },
    ]);
    await wire?.close();
    const other = await run({ ...drifted, get: () => ({ status: 200, body: JSON.stringify({ key }) }) });
    expect(other.api).toMatchObject({ outcome: "failed", reason: expect.stringContaining("wanted cdcdcdcdcdcd") });
  });

  test("of a service without a new image or a release leaves the image that runs", async () => {
    const request = { images: new Map(), versionUrl: undefined };
    const { api, recorded } = await run({ request, running: { api: "first" } });
    expect(api).toMatchObject({ outcome: "deployed", moved: false, image: imageOf("api", "first") });
    expect(recorded).toEqual([]);
  });

  test("of a service whose last deployment was given up starts another one", async () => {
    const { api } = await run({
      request: { images: new Map([built("api", "old")]) },
      initially: { api: [{ is: "gave-up" }] },
    });
    expect(api).toMatchObject({ outcome: "deployed", moved: true, reason: "its last deployment failed" });
    expect(wire?.inputs("UpdateService")).toMatchObject([{ forceNewDeployment: true }]);
  });

  test("of a service that runs what it should starts new tasks when that is asked for, and records nothing new", async () => {
    const { api, recorded } = await run({
      request: { images: new Map(), forceNewDeployment: true },
      releases: [released("api")],
      get: () => ({ status: 200, body: JSON.stringify({ key: released("api").key }) }),
    });
    expect(api).toMatchObject({ outcome: "deployed", moved: true, reason: "new tasks were asked for" });
    expect(wire?.inputs("UpdateService")).toEqual([
      {
        cluster: "cashsouk-local",
        service: "cashsouk-api",
        taskDefinition: definitionArn("cashsouk-api", 1),
        forceNewDeployment: true,
      },
    ]);
    expect(recorded).toEqual([]);
  });

  test("survives read-after-write lag, throttling and broken connections", async () => {
    const lag = [{ is: "lag" }, { is: "lag" }, ...good] as const;
    const cluster = scriptedCluster(["api"], { updates: { api: [lag] } });
    let turn = 0;
    const { api } = await run({
      script: {
        ...cluster.script,
        DescribeServiceDeployments: (call) => {
          turn++;
          if (turn === 2) return fault("ThrottlingException", "Rate exceeded");
          if (turn === 3 || turn === 4) return reset();
          return usualAnswer(cluster, call);
        },
      },
    });
    expect(api?.outcome).toBe("deployed");
  });

  test("is not believed from the list of deployments alone", async () => {
    const { api } = await run({
      updates: { api: [[{ is: "complete-in-list-only" }, { is: "complete-in-list-only" }, { is: "steady" }]] },
    });
    expect(api).toMatchObject({ outcome: "deployed", seconds: 6 });
  });
});

describe("several services", () => {
  const services = [service("api", 1), service("landing", 2), service("admin", 2)];
  const images = new Map([built("api"), built("landing"), built("admin")]);

  test("of a later order move after every earlier one is deployed", async () => {
    const { result } = await run({ services, request: { images } });
    expect([...result.deployments.values()].map(({ outcome }) => outcome)).toEqual([
      "deployed",
      "deployed",
      "deployed",
    ]);
    expect((wire?.inputs("UpdateService") as { service: string }[]).map((input) => input.service)[0]).toBe(
      "cashsouk-api",
    );
  });

  test("of a later order don't start when an earlier one fails", async () => {
    const { result } = await run({ services, request: { images }, updates: { api: [crash] } });
    expect(result.deployments.get("landing")).toMatchObject({
      outcome: "not-started",
      reason: "api comes first and is not deployed",
      moved: false,
    });
    expect(wire?.inputs("UpdateService")).toHaveLength(1);
    expect(outcomeOf(result, false)).toBe("rolled-back");
  });

  test("of one order each have their own outcome and record", async () => {
    const { result, recorded } = await run({ services, request: { images }, updates: { landing: [crash] } });
    expect(result.deployments.get("landing")?.outcome).toBe("rolled-back");
    expect(result.deployments.get("admin")?.outcome).toBe("deployed");
    expect(recorded.map((entry) => entry["service"])).toEqual(["api", "admin"]);
    expect(reasonOf(result, false)).toMatch(/^landing: rolled-back: /);
    const summary = rolloutSummary("cashsouk-local", result, false);
    expect(summary).toBe(golden(__dirname, "partial.md", summary));
  });
});
