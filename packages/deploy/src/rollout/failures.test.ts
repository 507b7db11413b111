import { fault, type Handler, raw, reset } from "@cashsouk/testing/aws-wire";
import { describe, expect, test } from "@jest/globals";
import { rollOut } from "./roll-out";
import { requireDeployed } from "./report";
import { service } from "../manifest/testing/service";
import { built, commit, crashed, requestOf, run, wire } from "./testing/rollout";
import { crash, definitionArn, imageOf, scriptedCluster, usualAnswer } from "./testing/scripted-cluster";

const slowly = {
  updates: { api: [[...Array<{ is: "in-progress" }>(6).fill({ is: "in-progress" }), { is: "steady" }]] },
} as const;
const slow = { updates: { api: [[{ is: "in-progress" }]] } } as const;

test("a DAEMON service is judged like any other", async () => {
  expect((await run({ service: { schedulingStrategy: "DAEMON" } })).api?.outcome).toBe("deployed");
});

describe("while it waits", () => {
  test("a refusal in DescribeServiceDeployments' failures is an unknown outcome, not a long wait", async () => {
    const { api, ms } = await run({
      script: { DescribeServiceDeployments: () => ({ failures: [{ arn: "x", reason: "ACCESS_DENIED" }] }) },
    });
    expect(api).toMatchObject({ outcome: "failed", reason: expect.stringMatching(/is unknown: ACCESS_DENIED$/) });
    expect(ms).toBe(0);
  });
  test("MISSING there is read-after-write lag", async () => {
    const cluster = scriptedCluster(["api"]);
    let turn = 0;
    const { api } = await run({
      cluster,
      script: {
        DescribeServiceDeployments: (call) => {
          if (++turn === 1) return { failures: [{ arn: "x", reason: "MISSING" }] };
          return usualAnswer(cluster, call);
        },
      },
    });
    expect(api?.outcome).toBe("deployed");
  });
  /** While a service is on its way, ECS answers a few looks at it so. */
  const answered = (answer: object, looks: number) => {
    const cluster = scriptedCluster(["api"], slowly);
    let looked = 0;
    const DescribeServices: Handler = (call) => {
      const isOurs = wire?.actions().includes("UpdateService") && ++looked > 3 && looked <= 3 + looks;
      return isOurs ? answer : usualAnswer(cluster, call);
    };
    return run({ cluster, script: { DescribeServices } });
  };
  test.each<[string, object]>([
    ["without the service", { services: [], failures: [{ arn: "x", reason: "MISSING" }] }],
    ["without anything", {}],
    ["by a proxy's page", raw(200, { "content-type": "text/html" }, "<html>Please sign in</html>")],
    ["by a proxy's refusal", raw(403, { "content-type": "text/html" }, "<html>Forbidden</html>")],
  ])("a look that is answered %s is made again", async (_title, answer) => {
    expect((await answered(answer, 2)).api?.outcome).toBe("deployed");
  });
  test("a service that is missing for long is told as such", async () => {
    const { api, ms } = await answered({ services: [], failures: [{ arn: "x", reason: "MISSING" }] }, Infinity);
    expect(api).toMatchObject({
      outcome: "failed",
      reason: expect.stringMatching(/ECS knows no such service \(MISSING\)$/),
    });
    expect(ms).toBeLessThan(20_000);
  });
  test("the service is deleted: that is said, and nothing asks whether its name was right", async () => {
    const cluster = scriptedCluster(["api"], slow);
    const { api, result } = await run({
      cluster,
      script: {
        DescribeServices: (call) => {
          const { services } = usualAnswer(cluster, call) as { services: object[] };
          const status = wire?.actions().includes("UpdateService") ? "INACTIVE" : "ACTIVE";
          return { services: services.map((one) => ({ ...one, status })) };
        },
      },
    });
    expect(api).toMatchObject({ outcome: "failed", reason: "cashsouk-local/cashsouk-api: was deleted (INACTIVE)" });
    expect(result.hints.get("api")).toBeUndefined();
  });
  test("throttling is waited out with longer and longer pauses, and never green", async () => {
    const { api, ms } = await run({ script: { ListTasks: () => fault("ThrottlingException", "Rate exceeded") } });
    expect(api).toMatchObject({
      outcome: "failed",
      reason: expect.stringContaining("what became of it is unknown: ThrottlingException"),
    });
    // 1 + 2 + … + 7 s, after the deployment's own 4 s.
    expect(ms).toBe(32_000);
  });
  test("credentials that expire after an hour are one clear error, and nothing is called green", async () => {
    let looks = 0;
    const cluster = scriptedCluster(["api"], slow);
    const { api, result } = await run({
      cluster,
      request: { waitForMs: 180 * 60_000 },
      script: {
        DescribeServices: (call) => {
          if (++looks > 40)
            return fault("ExpiredTokenException", "The security token included in the request is expired");
          return usualAnswer(cluster, call);
        },
      },
    });
    expect(api?.reason).toBe(
      "cashsouk-local/cashsouk-api: the credentials expired while waiting, so what became of it is unknown (ExpiredTokenException)",
    );
    expect(() => requireDeployed(result, false)).toThrow("api: failed: ");
  });
});

describe("an update", () => {
  test("that is refused takes its own revision back", async () => {
    const { api, pending } = await run({ script: { UpdateService: () => fault("AccessDeniedException", "no") } });
    expect(api).toMatchObject({
      outcome: "failed",
      reason: "AccessDeniedException: no; nothing was moved",
      moved: false,
    });
    expect(wire?.inputs("DeregisterTaskDefinition")).toEqual([{ taskDefinition: definitionArn("cashsouk-api", 2) }]);
    expect(pending.at(-1)).toEqual([]);
  });
  test("before which its deployments may not be listed, or no revision be registered, has moved nothing", async () => {
    for (const action of ["ListServiceDeployments", "RegisterTaskDefinition"]) {
      const { api, result } = await run({
        script: { [action]: () => fault("AccessDeniedException", "not authorized to perform: ecs:X") },
      });
      expect(api?.reason).toBe("AccessDeniedException: not authorized to perform: ecs:X; nothing was moved");
      expect(result.hints.get("api")).toContain("lacks ecs:X");
      expect(wire?.actions()).not.toContain("UpdateService");
      await wire?.close();
    }
  });
  test.each([
    ["came through although its answer got lost is watched to its end", true, "deployed"],
    ["did not come through, and whose answer got lost, has moved nothing", false, "failed"],
  ])("that %s", async (_title, comesThrough, outcome) => {
    const cluster = scriptedCluster(["api"]);
    const { api } = await run({
      cluster,
      script: {
        UpdateService: (call) => {
          if (comesThrough) void usualAnswer(cluster, call);
          return reset();
        },
      },
    });
    expect(api?.outcome).toBe(outcome);
  });

  test("that came through, whose answer got lost and whose repetition is refused, is watched to its end", async () => {
    const cluster = scriptedCluster(["api"]);
    let turn = 0;
    const { api } = await run({
      cluster,
      script: {
        UpdateService: (call) => {
          if (turn++ > 0) return fault("InvalidParameterException", "The service is being updated.");
          void usualAnswer(cluster, call);
          return reset();
        },
      },
    });
    expect([turn, api?.outcome]).toEqual([2, "deployed"]);
  });
});

describe("of a task's containers", () => {
  const containers = (api: object, envoy: object) => ({
    // The family's first revision runs, its second one is the shape, our own the third.
    stoppedTasks: [
      crashed({
        taskDefinitionArn: definitionArn("cashsouk-api", 3),
        containers: [
          { name: "api", ...api },
          { name: "envoy", ...envoy },
        ],
      }),
    ],
    updates: { api: [crash] },
  });
  const named = (name: string, essential: boolean) => ({ name, image: imageOf("api", "old"), essential });
  test.each([
    ["an essential sidecar that exits is the reason", { exitCode: 143 }, { exitCode: 1 }, true, "envoy exited with 1"],
    [
      "an essential sidecar that just ends is the reason",
      { exitCode: 143 },
      { exitCode: 0 },
      true,
      "envoy exited with 0, though",
    ],
    ["a sidecar that isn't essential is none", { exitCode: 2 }, { exitCode: 1 }, false, "api exited with 2"],
    [
      "one that got too little memory is the reason",
      { exitCode: 1 },
      { exitCode: 137, reason: "OutOfMemoryError: killed" },
      true,
      "envoy exited with 137 (OutOfMemoryError: killed)",
    ],
    ["none has an exit code", {}, {}, true, "Essential container in task exited; ECS tells no exit code"],
  ])("%s", async (_title, api, envoy, essential, sentence) => {
    const definition = { containerDefinitions: [named("api", true), named("envoy", essential)] };
    const result = await run({ ...containers(api, envoy), reshaped: { api: definition } });
    expect(result.api?.reason).toContain(sentence);
  });
});

test("of two runs at once one is deployed and the other superseded", async () => {
  const first = await run({ request: { images: new Map(), versionUrl: undefined } });
  const images = (digest: string) => requestOf([service("api")], { images: new Map([built("api", digest)]) });
  const results = await Promise.all([rollOut(first.tools, images("one")), rollOut(first.tools, images("two"))]);
  const outcomes = results.map(({ deployments }) => deployments.get("api")?.outcome);
  expect(outcomes.sort()).toEqual(["deployed", "superseded"]);
});

test("the tenth deployment in a row is judged by itself", async () => {
  const cluster = scriptedCluster(["api"], { updates: { api: [...Array.from({ length: 9 }, () => good9), crash] } });
  for (let turn = 1; turn <= 10; turn++) {
    const { api } = await run({ cluster, request: { images: new Map([built("api", `n${turn}`)]) } });
    expect(api).toMatchObject({
      outcome: turn === 10 ? "rolled-back" : "deployed",
      revision: definitionArn("cashsouk-api", turn + 1),
    });
    await wire?.close();
  }
});
const good9 = [{ is: "in-progress" }, { is: "steady" }] as const;

describe("a desired count", () => {
  test("goes along with a new image", async () => {
    await run({ request: { desiredCount: 3 } });
    expect(wire?.inputs("UpdateService")).toMatchObject([{ desiredCount: 3 }]);
  });
  test("alone starts no new deployment, and is awaited", async () => {
    const { api } = await run({ request: { images: new Map(), desiredCount: 3, versionUrl: undefined } });
    expect(api).toMatchObject({ outcome: "deployed", reason: "desired count 1 → 3", moved: true });
    expect(wire?.inputs("UpdateService")).toEqual([
      { cluster: "cashsouk-local", service: "cashsouk-api", desiredCount: 3 },
    ]);
  });
  test("is taken back with a deployment that fails", async () => {
    const { api } = await run({ updates: { api: [crash] }, request: { desiredCount: 3 } });
    expect(api?.outcome).toBe("rolled-back");
    expect(wire?.inputs("UpdateService").at(-1)).toEqual({
      cluster: "cashsouk-local",
      service: "cashsouk-api",
      desiredCount: 1,
    });
  });
});

test("variables are set beside those that the container has, and the reason says so", async () => {
  const environment = [
    { name: "A", value: "1" },
    { name: "B", value: "2" },
  ];
  const container = { name: "api", image: imageOf("api", "new"), environment };
  const { api } = await run({
    reshaped: { api: { containerDefinitions: [container] } },
    request: { environmentVariables: { B: "3", C: "4" } },
  });
  expect(api?.reason).toContain("containers.api.environment");
  const wanted = [
    { name: "A", value: "1" },
    { name: "B", value: "3" },
    { name: "C", value: "4" },
  ];
  expect(wire?.inputs("RegisterTaskDefinition")).toMatchObject([{ containerDefinitions: [{ environment: wanted }] }]);
});

describe("a service without a public host", () => {
  const request = { healthUrl: undefined, versionUrl: { web: "https://x.test" }, commit };
  const loadBalancers = { service: { loadBalancers: [{ targetGroupArn: "tg" }] } };
  const health = (...states: string[]) => ({
    DescribeTargetHealth: () => ({
      TargetHealthDescriptions: states.map((State) => ({ TargetHealth: { State } })),
    }),
  });
  test("is judged by its targets, and that is said", async () => {
    const { api, result } = await run({ request, ...loadBalancers, script: health("healthy", "draining") });
    expect(api?.outcome).toBe("deployed");
    expect(result.notes.get("api")).toBe("no public host was asked: judged by its tasks and their target health alone");
  });
  test.each([
    ["unhealthy", "its targets are healthy, unhealthy"],
    ["initial", "its targets are healthy, initial"],
  ])("is red while a target is %s", async (state, problem) => {
    const { api } = await run({ request, ...loadBalancers, script: health("healthy", state) });
    expect(api).toMatchObject({
      outcome: "failed",
      reason: expect.stringContaining(`the tasks are steady, but ${problem}`),
    });
  });
  test("whose targets may not be read is judged by its tasks, and that is said", async () => {
    const script = { DescribeTargetHealth: () => fault("AccessDenied", "no", 403) };
    const { api, result } = await run({ request, ...loadBalancers, script });
    expect(api?.outcome).toBe("deployed");
    expect(result.notes.get("api")).toContain("target health can't be read (AccessDenied: no)");
  });
});
