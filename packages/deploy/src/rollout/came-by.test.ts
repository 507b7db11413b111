import { fault, type WireCall } from "@cashsouk/testing/aws-wire";
import { describe, expect, test } from "@jest/globals";
import { built, key, run, wire } from "./testing/rollout";
import { crash, good, imageOf, scriptedCluster, usualAnswer } from "./testing/scripted-cluster";

/** Answers the host as whatever content is asked for. */
const get = () => ({ status: 200, body: JSON.stringify({ key }) });
const unmoved = "unchanged: it runs this image in this shape; recorded as released now";

describe("a service that runs what it should, though the ledger does not say so,", () => {
  test.each([
    ["ECS took a deployment back", crash],
    ["an earlier rollout went back by itself", [{ is: "in-progress" }, { is: "gave-up" }] as const],
  ])("is not called moved where %s to it", async (_title, failing) => {
    const cluster = scriptedCluster(["api"], { initially: { api: good }, updates: { api: [failing] } });
    const failed = await run({ cluster, get });
    expect(failed.api?.outcome).toMatch(/rolled-back|failed|stopped/);
    await wire?.close();
    const { api, recorded } = await run({ cluster, get, request: { images: new Map([built("api", "old")]) } });
    expect(api).toMatchObject({ outcome: "deployed", moved: false, reason: unmoved });
    expect(recorded).toMatchObject([{ service: "api", image: imageOf("api", "old") }]);
  });

  test("is not called moved either where ECS lists its deployments the oldest first", async () => {
    const cluster = scriptedCluster(["api"], { initially: { api: good }, updates: { api: [crash] } });
    await run({ cluster, get });
    await wire?.close();
    const script = {
      ListServiceDeployments: (call: WireCall) => {
        const { serviceDeployments } = usualAnswer(cluster, call) as { serviceDeployments: object[] };
        const oldestFirst = serviceDeployments.reverse();
        return { serviceDeployments: oldestFirst.map((one, index) => ({ ...one, createdAt: 1_700_000_000 + index })) };
      },
    };
    const { api } = await run({ cluster, get, script, request: { images: new Map([built("api", "old")]) } });
    expect(api).toMatchObject({ outcome: "deployed", moved: false, reason: unmoved });
  });

  test("stays deployed where its former deployments may not be read", async () => {
    const script = { ListServiceDeployments: () => fault("AccessDeniedException", "no") };
    const { api, lines } = await run({ get, script, request: { images: new Map([built("api", "old")]) } });
    expect(api).toMatchObject({ outcome: "deployed", moved: false, reason: unmoved });
    expect(lines).toContain("! cashsouk-api: its former deployments can't be read: AccessDeniedException: no");
  });

  test("is called so where its stack has just made it, and nobody is named for that", async () => {
    const { api } = await run({ get, initially: { api: good }, request: { images: new Map([built("api", "old")]) } });
    expect(api).toMatchObject({ moved: true, reason: expect.stringMatching(/^deployed before this step: /) });
    expect(api?.reason).not.toContain("stack");
  });
});
