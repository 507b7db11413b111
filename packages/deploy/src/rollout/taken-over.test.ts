import { fault, reset, type WireCall } from "@cashsouk/testing/aws-wire";
import { describe, expect, test } from "@jest/globals";
import { service } from "../manifest/testing/service";
import { built, run, wire } from "./testing/rollout";
import { definitionArn, type Glance, scriptedCluster, usualAnswer } from "./testing/scripted-cluster";

const slow: readonly Glance[] = [{ is: "in-progress" }];
const cluster = "cashsouk-local";

/** What somebody else does to the service, and ECS has listed. */
function another(scripted: ReturnType<typeof scriptedCluster>, input: object, name = "cashsouk-api") {
  const call = (action: string, more: object) =>
    usualAnswer(scripted, { action, input: { cluster, ...more }, headers: {} });
  void call("UpdateService", { service: name, ...input });
  void call("DescribeServices", { services: [name] });
}

/** Lets something happen when an action is asked for the nth time. */
function meanwhile(scripted: ReturnType<typeof scriptedCluster>, action: string, turn: number, happens: () => void) {
  let turns = 0;
  return {
    [action]: (call: WireCall) => {
      if (++turns === turn) happens();
      return usualAnswer(scripted, call);
    },
  };
}

describe("new tasks of the same revision, which another run asks for as well,", () => {
  const restart = { images: new Map([built("api", "old")]), forceNewDeployment: true, versionUrl: undefined };
  test.each([
    ["before ours was listed", "UpdateService", 1],
    ["while ours goes on", "DescribeServices", 4],
  ])("%s, supersede ours, which is not waited for to its limit", async (_title, action, turn) => {
    const scripted = scriptedCluster(["api"], { updates: { api: [slow, slow] } });
    let done = false;
    const happens = () => {
      done = true;
      another(scripted, { forceNewDeployment: true });
    };
    const script =
      action === "UpdateService"
        ? {
            UpdateService: (call: WireCall) => {
              const answer = usualAnswer(scripted, call);
              if (!done) happens();
              return answer;
            },
          }
        : meanwhile(scripted, action, turn, happens);
    const { api, ms } = await run({ cluster: scripted, request: restart, script });
    expect(api).toMatchObject({
      outcome: "superseded",
      reason: "another deployment, of cashsouk-api:1, took its place",
    });
    expect(ms).toBeLessThan(100_000);
    expect(wire?.actions()).not.toContain("StopServiceDeployment");
  });

  test("supersede what ran already", async () => {
    const scripted = scriptedCluster(["api"], { updates: { api: [slow] } });
    const script = meanwhile(scripted, "ListTasks", 1, () => another(scripted, { forceNewDeployment: true }));
    const { api, ms } = await run({
      cluster: scripted,
      script,
      request: { images: new Map([built("api", "old")]), versionUrl: undefined },
    });
    expect(api).toMatchObject({ outcome: "superseded", moved: false });
    expect(ms).toBeLessThan(10_000);
  });
});

describe("a revision to which another run has just moved the service", () => {
  test.each<[string, readonly Glance[]]>([
    ["and which is on its way", [{ is: "in-progress" }, { is: "in-progress" }, { is: "steady" }]],
    ["and which is complete", [{ is: "steady" }]],
  ])("%s is watched: ECS makes no second deployment of it", async (_title, glances) => {
    const scripted = scriptedCluster(["api"], { updates: { api: [glances] }, reshaped: { api: { cpu: "512" } } });
    const taskDefinition = definitionArn("cashsouk-api", 2);
    const script = meanwhile(scripted, "ListServiceDeployments", 1, () => another(scripted, { taskDefinition }));
    const { api } = await run({ cluster: scripted, script, request: { images: new Map(), versionUrl: undefined } });
    expect(api).toMatchObject({ outcome: "deployed", revision: taskDefinition });
    expect(wire?.inputs("UpdateService")).toHaveLength(1);
  });
});

test("a service that another run has moved while it waited its turn is left alone", async () => {
  const services = [service("api", 1), service("web", 2)];
  const scripted = scriptedCluster(["api", "web"]);
  const theirs = { taskDefinition: definitionArn("cashsouk-web", 9) };
  const script = meanwhile(scripted, "PutParameter", 1, () => another(scripted, theirs, "cashsouk-web"));
  const { result } = await run({
    services,
    cluster: scripted,
    script,
    request: { images: new Map([built("api"), built("web")]) },
  });
  expect(result.deployments.get("web")).toMatchObject({
    outcome: "superseded",
    reason: "another deployment, of cashsouk-web:9, began while it waited its turn; nothing was moved",
    moved: false,
  });
  expect(wire?.inputs("UpdateService")).toMatchObject([{ service: "cashsouk-api" }]);
});

describe("an update whose answer got lost, and which ECS shows only later,", () => {
  test.each([
    ["is watched to its end", 4, "deployed", /^new image$/],
    [
      "or never, is not called moved or unmoved",
      Infinity,
      "failed",
      /^.+; ECS shows no deployment of cashsouk-api:2 in the 30 s after it: whether it will come is not known$/,
    ],
  ])("%s", async (_title, looksUntilSeen, outcome, reason) => {
    const scripted = scriptedCluster(["api"]);
    let lost: WireCall | undefined;
    let looks = 0;
    const { api } = await run({
      cluster: scripted,
      script: {
        UpdateService: (call) => {
          lost = call;
          return reset();
        },
        DescribeServices: (call) => {
          if (lost && ++looks === looksUntilSeen) void usualAnswer(scripted, lost);
          return usualAnswer(scripted, call);
        },
      },
    });
    expect(api).toMatchObject({ outcome, reason: expect.stringMatching(reason) });
  });
});

test("an answer to the update that shows the deployment before is read-after-write lag", async () => {
  const scripted = scriptedCluster(["api"]);
  const { api } = await run({
    cluster: scripted,
    script: {
      UpdateService: (call) => {
        void usualAnswer(scripted, call);
        const deployments = [
          { id: "ecs-svc/api-0", status: "PRIMARY", taskDefinition: definitionArn("cashsouk-api", 1) },
        ];
        return { service: { deployments } };
      },
    },
  });
  expect(api).toMatchObject({ outcome: "deployed", reason: "new image" });
});

test("a service that can't be looked at again when its turn comes has not been moved, and that is said", async () => {
  const services = [service("api", 1), service("web", 2)];
  const scripted = scriptedCluster(["api", "web"]);
  let recorded = false;
  const { result } = await run({
    services,
    cluster: scripted,
    request: { images: new Map([built("api"), built("web")]) },
    script: {
      PutParameter: (call) => {
        recorded = true;
        return usualAnswer(scripted, call);
      },
      DescribeServices: (call) => (recorded ? fault("AccessDeniedException", "no") : usualAnswer(scripted, call)),
    },
  });
  expect(result.deployments.get("web")).toMatchObject({
    outcome: "failed",
    reason: expect.stringMatching(/cashsouk-web: AccessDeniedException: no; nothing was moved$/),
  });
});

test("a list of deployments whose pages are short, or empty, is read on", async () => {
  const scripted = scriptedCluster(["api"]);
  const { api } = await run({
    cluster: scripted,
    script: {
      ListServiceDeployments: (call) => {
        const { nextToken = "0" } = call.input as { nextToken?: string };
        const { serviceDeployments } = usualAnswer(scripted, call) as { serviceDeployments: object[] };
        const page = Number(nextToken);
        return {
          serviceDeployments: page === 0 ? [] : serviceDeployments.slice(page - 1, page),
          ...(page < serviceDeployments.length ? { nextToken: String(page + 1) } : {}),
        };
      },
    },
  });
  expect(api?.outcome).toBe("deployed");
});

const beside = [
  { id: "ecs-svc/api-0", status: "PRIMARY", taskDefinition: definitionArn("cashsouk-api", 1), runningCount: 1 },
  { id: "ecs-svc/api-1", status: "ACTIVE", taskDefinition: definitionArn("cashsouk-api", 2), runningCount: 1 },
];

test("a deployment of ours that ECS lists beside the primary one until its traffic has shifted is watched to its end", async () => {
  const scripted = scriptedCluster(["api"]);
  let looks = 0;
  const { api } = await run({
    cluster: scripted,
    script: {
      UpdateService: (call) => {
        void usualAnswer(scripted, call);
        return { service: { deployments: beside } };
      },
      DescribeServices: (call) => {
        const answer = usualAnswer(scripted, call) as { services: object[] };
        if (++looks === 1 || looks > 20) return answer;
        return { services: answer.services.map((one) => ({ ...one, deployments: beside })) };
      },
    },
  });
  expect(api).toMatchObject({ outcome: "deployed", reason: "new image" });
});
