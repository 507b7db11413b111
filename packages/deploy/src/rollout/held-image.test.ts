import { fault, type Script } from "@cashsouk/testing/aws-wire";
import { describe, expect, test } from "@jest/globals";
import { planSummary } from "./plan-summary";
import { planRollOut } from "./plan-roll-out";
import { released, requestOf, run, wire } from "./testing/rollout";
import { service } from "../manifest/testing/service";

const host = "123456789012.dkr.ecr.ap-southeast-5.amazonaws.com";
const digest = `sha256:${"e".repeat(64)}`;
const none = { images: [], failures: [{ failureCode: "ImageNotFound" }] };
const held = { images: [{ imageId: { imageDigest: digest }, imageManifest: "{}" }] };

/** A rollout of an image by its digest, and without the steps that come after it. */
const scenario = (script: Script, image = `${host}/shop@${digest}`) => ({
  request: {
    images: new Map([["api", { image, digest, since: "2026-10-31T09:30:00.000Z" }]]),
    ledger: undefined,
    environment: undefined,
    versionUrl: undefined,
  },
  script,
});
const refused = `api: the repository shop holds no ${digest}: it has expired or was deleted, and no task of it would start`;

describe("an image by a digest that ECR", () => {
  test.each<[string, Script]>([
    ["does not hold any more", { BatchGetImage: () => none }],
    ["has no repository of", { BatchGetImage: () => fault("RepositoryNotFoundException", "no such repository") }],
  ])("%s is refused by a plan and by a rollout, before anything is moved", async (_title, script) => {
    const { request } = scenario(script);
    await expect(run(scenario(script))).rejects.toMatchObject({
      code: "image-missing",
      message: `${refused}; nothing was moved`,
    });
    expect(wire?.inputs("BatchGetImage")).toMatchObject([
      { registryId: "123456789012", repositoryName: "shop", imageIds: [{ imageDigest: digest }] },
    ]);
    expect(wire?.actions().filter((action) => /Register|Update/.test(action))).toEqual([]);
    await wire?.close();

    const { tools } = await run({ script, request: { images: new Map(), ledger: undefined, versionUrl: undefined } });
    await expect(planRollOut(tools, requestOf([service("api")], request))).rejects.toThrow(refused);
  });

  test("is refused too where only the shape would move: its new tasks pull the released one", async () => {
    const running = { api: `${host}/shop@${digest}` };
    const request = { ...scenario({}).request, images: new Map(), ledger: "/released" };
    const releases = [{ ...released("api"), image: running.api, digest }];
    const reshaped = { api: { cpu: "512" } };
    await expect(run({ running, reshaped, request, releases, script: { BatchGetImage: () => none } })).rejects.toThrow(
      refused,
    );
  });

  test("does not hold, and nobody has pushed there, is deployed: a pull-through cache may fetch it", async () => {
    const { request, script } = scenario({ BatchGetImage: () => none });
    const images = new Map([["api", { image: `${host}/shop@${digest}`, digest }]]);
    const { api } = await run({ script, request: { ...request, images } });
    expect(api).toMatchObject({ outcome: "deployed", moved: true });
  });

  test("holds is deployed, and one that nothing would pull is not asked for", async () => {
    const first = await run(scenario({ BatchGetImage: () => held }));
    expect(first.api).toMatchObject({ outcome: "deployed", moved: true });
    await wire?.close();
    const again = await run({ ...scenario({}), running: { api: `${host}/shop@${digest}` } });
    expect(again.api).toMatchObject({ outcome: "deployed", moved: false });
    expect(wire?.actions()).not.toContain("BatchGetImage");
  });

  test.each<[string, Script, string | undefined, string]>([
    [
      "may not be asked about",
      { BatchGetImage: () => fault("AccessDeniedException", "not allowed") },
      undefined,
      "AccessDeniedException: not allowed",
    ],
    ["does not hold since it lies elsewhere", {}, `ghcr.io/shop@${digest}`, "ghcr.io is not ECR"],
    [
      "of this Region does not hold",
      { BatchGetImage: () => none },
      `${host.replace("ap-southeast-5", "eu-west-1")}/shop@${digest}`,
      `${host.replace("ap-southeast-5", "eu-west-1")} is ECR in another Region than ap-southeast-5`,
    ],
  ])("%s is deployed, and its plan says that nobody was asked", async (_title, script, image, why) => {
    const { request } = scenario(script, image);
    const { tools, api } = await run(scenario(script, image));
    expect(api).toMatchObject({ outcome: "deployed", moved: true });
    // The cluster runs it now; a plan of another image asks again.
    const given = requestOf([service("api")], { ...request, forceNewDeployment: true });
    const summary = planSummary(given, await planRollOut(tools, given));
    expect(summary).toContain(
      `- api: whether the registry holds \`${image ?? `${host}/shop@${digest}`}\` is not known: ${why}`,
    );
  });
});
