import type { Script } from "@cashsouk/testing/aws-wire";
import { expect, test } from "@jest/globals";
import { findReleases } from "../rollback";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { crashed, released, run, wire } from "./testing/rollout";
import { crash } from "./testing/scripted-cluster";

const services: Record<string, string> = {
  AmazonEC2ContainerServiceV20141113: "ecs",
  AmazonEC2ContainerRegistry_V20150921: "ecr",
  AmazonSSM: "ssm",
  Logs_20140328: "logs",
};

/** Named beside the calls: AWS asks for them in the middle of one. */
const withoutCall = ["ecs:TagResource", "iam:PassRole"];

const ecr: Script = {
  GetAuthorizationToken: () => ({
    authorizationData: [{ authorizationToken: Buffer.from("AWS:x").toString("base64"), proxyEndpoint: "https://repo" }],
  }),
  BatchGetImage: ({ input }) =>
    (input as { imageIds: [{ imageTag?: string }] }).imageIds[0].imageTag
      ? { images: [], failures: [{ failureCode: "ImageNotFound" }] }
      : { images: [{ imageId: { imageDigest: "sha256:new" }, imageManifest: "{}" }] },
  PutImage: () => ({}),
};

/** Two releases, so that there is an earlier one. */
const history: Script = {
  GetParameterHistory: () => ({
    Parameters: [{ ...released("api"), image: "repo/api@sha256:older" }, released("api")].map((entry, index) => ({
      Version: index + 1,
      Value: JSON.stringify(entry),
    })),
  }),
};

/** What was called, as IAM names it. */
function called(): string[] {
  return (wire?.calls ?? []).map(({ action, headers }) => {
    const target = String(headers["x-amz-target"] ?? "").split(".")[0] ?? "";
    return `${services[target] ?? "elasticloadbalancing"}:${action}`;
  });
}

test("the README's permissions are the calls of a release, a failure, a cancellation and a way back, and what goes with them", async () => {
  const calls = new Set<string>(withoutCall);
  const service = { loadBalancers: [{ targetGroupArn: "tg" }] };
  const DescribeTargetHealth = () => ({ TargetHealthDescriptions: [{ TargetHealth: { State: "healthy" } }] });
  const runs: Parameters<typeof run>[0][] = [
    { service, script: { ...ecr, DescribeTargetHealth } },
    { updates: { api: [crash] }, stoppedTasks: [crashed()], logLines: ["Error: x"] },
    { updates: { api: [[{ is: "in-progress" }]] }, cancelAfterMs: 9000 },
  ];
  for (const scenario of runs) {
    const { tools } = await run({ ...scenario, script: { ...history, ...scenario?.script } });
    await findReleases(tools.ledger, "/released", {
      services: ["api"],
      all: false,
      environment: undefined,
      release: "previous",
    });
    for (const call of called()) calls.add(call);
    await wire?.close();
  }
  const readme = readFileSync(join(__dirname, "../../../../actions/ecs-rollout/README.md"), "utf8");
  const [, policy = ""] = /```json\n(.*?)```/s.exec(readme) ?? [];
  const { Statement } = JSON.parse(policy) as { Statement: { Action: string | string[] }[] };
  expect(Statement.flatMap(({ Action }) => Action).sort()).toEqual([...calls].sort());
});
