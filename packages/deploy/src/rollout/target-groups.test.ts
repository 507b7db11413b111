import { describe, expect, test } from "@jest/globals";
import { run, wire } from "./testing/rollout";
import { definitionArn } from "./testing/scripted-cluster";

const arn = (name: string) => `arn:aws:elasticloadbalancing:r:1:targetgroup/${name}/1`;
const balancer = (name: string, alternate?: string) => ({
  targetGroupArn: arn(name),
  ...(alternate ? { advancedConfiguration: { alternateTargetGroupArn: arn(alternate) } } : {}),
});
/** A rollout without a public host, by its load balancers and the states of the targets in each group. */
async function judged(loadBalancers: readonly object[], groups: Record<string, readonly string[]>) {
  const { api, result } = await run({
    service: { loadBalancers },
    request: { healthUrl: undefined, versionUrl: undefined },
    script: {
      DescribeTargetHealth: ({ input }) => {
        const [, name = ""] = (input as { TargetGroupArn: string }).TargetGroupArn.split("/");
        const states = groups[name] ?? [];
        return { TargetHealthDescriptions: states.map((State) => ({ TargetHealth: { State } })) };
      },
    },
  });
  const { outcome, reason } = api ?? {};
  return { outcome, reason, note: result.notes.get("api") };
}
const good = expect.objectContaining({ outcome: "deployed" });
const red = (problem: string) =>
  expect.objectContaining({ outcome: "failed", reason: expect.stringContaining(`${problem} (asked for 90 s)`) });

describe("a load balancer with an alternate target group (blue/green, linear, canary)", () => {
  test.each([
    ["the alternate one", { blue: [], green: ["healthy"] }],
    ["the alternate one, the first being drained", { blue: ["draining", "unused"], green: ["healthy"] }],
    ["the first one again", { blue: ["healthy"], green: ["unused"] }],
  ])("is good with its healthy targets in %s", async (_title, groups) => {
    expect(await judged([balancer("blue", "green")], groups)).toEqual(good);
    expect(wire?.actions()).not.toContain("StopServiceDeployment");
    expect(wire?.inputs("UpdateService")).toHaveLength(1);
  });

  test("has no healthy target where neither has one", async () => {
    expect(await judged([balancer("blue", "green")], { blue: ["unused"] })).toEqual(red("it has no healthy target"));
  });

  test("is not good while a target of the alternate one is unhealthy", async () => {
    const groups = { blue: ["healthy"], green: ["unhealthy"] };
    expect(await judged([balancer("blue", "green")], groups)).toEqual(red("its targets are healthy, unhealthy"));
  });
});

describe("a service with several target groups", () => {
  const both = [balancer("public"), balancer("internal")];
  test("is good when each has a healthy target", async () => {
    expect(await judged(both, { public: ["healthy"], internal: ["healthy"] })).toEqual(good);
  });

  test("is red while one of them has no target, which is named", async () => {
    expect(await judged(both, { public: ["healthy"] })).toEqual(red("it has no healthy target in internal"));
  });

  test("is red with each one's problem", async () => {
    const groups = { public: ["initial"], internal: [] };
    expect(await judged(both, groups)).toEqual(
      red("its targets are initial in public, and it has no healthy target in internal"),
    );
  });
});

test("a classic load balancer has no target group to ask: the tasks alone are judged, and that is said", async () => {
  expect(await judged([{ loadBalancerName: "classic" }], {})).toMatchObject({
    outcome: "deployed",
    note: "no public host was asked, and it has no target group: judged by its tasks alone",
  });
});

describe("a group whose targets are told by address", () => {
  /** Three tasks of ours, at 10.0.0.1 to 3, and the group's targets: the last number of each one's address, and its state. */
  async function judgedByAddress(targets: readonly (readonly [number, string])[], attachments = true) {
    const { api } = await run({
      service: { loadBalancers: [balancer("api")] },
      desired: { api: 3 },
      request: { healthUrl: undefined, versionUrl: undefined },
      script: {
        DescribeTasks: () => ({
          tasks: [1, 2, 3].map((number) => ({
            taskDefinitionArn: definitionArn("cashsouk-api", 2),
            lastStatus: "RUNNING",
            attachments: attachments
              ? [
                  {
                    type: "ElasticNetworkInterface",
                    details: [{ name: "privateIPv4Address", value: `10.0.0.${number}` }],
                  },
                ]
              : [],
          })),
        }),
        DescribeTargetHealth: () => ({
          TargetHealthDescriptions: targets.map(([number, State]) => ({
            Target: { Id: `10.0.0.${number}` },
            TargetHealth: { State },
          })),
        }),
      },
    });
    return api;
  }
  const all = [1, 2, 3].map((number) => [number, "healthy"] as const);

  test.each([
    ["an unhealthy target of another service", "unhealthy"],
    ["another service's target that is new", "initial"],
  ])("is good beside %s", async (_, state) => {
    expect(await judgedByAddress([...all, [9, state]])).toEqual(good);
  });

  test.each<[string, readonly (readonly [number, string])[], string]>([
    ["only the targets of others are healthy", [[9, "healthy"]], "it has no healthy target"],
    ["one of three tasks is a target", all.slice(0, 1), "2 of its 3 tasks are no healthy target"],
    ["one task's target is drained", [...all.slice(1), [1, "draining"]], "1 of its 3 tasks are no healthy target"],
    [
      "one task's target is unhealthy",
      [...all.slice(1), [1, "unhealthy"]],
      "its targets are healthy, healthy, unhealthy",
    ],
  ])("is red while %s", async (_, targets, problem) => {
    expect(await judgedByAddress(targets)).toEqual(red(problem));
  });

  test("is judged as a whole where the tasks' addresses are not known", async () => {
    expect(await judgedByAddress([[9, "healthy"]], false)).toEqual(good);
  });
});
