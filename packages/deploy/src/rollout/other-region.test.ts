import type { Script } from "@cashsouk/testing/aws-wire";
import { describe, expect, test } from "@jest/globals";
import { built, run, wire } from "./testing/rollout";

const host = "123456789012.dkr.ecr.eu-west-1.amazonaws.com";
const digest = `sha256:${"e".repeat(64)}`;
const image = `${host}/shop@${digest}`;
const script: Script = {
  BatchGetImage: ({ input }) => {
    const [{ imageTag = "" }] = (input as { imageIds: [{ imageTag?: string }] }).imageIds;
    if (imageTag.startsWith("released-")) return { images: [], failures: [{ failureCode: "ImageNotFound" }] };
    return { images: [{ imageId: { imageDigest: digest }, imageManifest: "{}" }] };
  },
  PutImage: () => ({}),
};
/** The Region whose ECR each of these calls was sent to. */
const regionsOf = (wanted: string) =>
  wire?.calls.flatMap(({ action, headers }) =>
    action === wanted ? (/\/([a-z0-9-]+)\/ecr\/aws4_request/.exec(headers.authorization ?? "")?.[1] ?? "none") : [],
  );

describe("an image in the ECR of another Region than the service's", () => {
  test("is looked up and tagged there", async () => {
    const images = new Map([["api", { ...built("api")[1], image, digest }]]);
    const { api, lines } = await run({ script, regions: true, request: { images } });
    expect(api?.outcome).toBe("deployed");
    expect(new Set(regionsOf("BatchGetImage"))).toEqual(new Set(["eu-west-1"]));
    expect(regionsOf("PutImage")).toEqual(["eu-west-1"]);
    expect(lines).toContain("api: its image is tagged released-prod-2");
  });

  test("is put in by the digest that its tag names there", async () => {
    const request = {
      images: new Map([["api", { image: `${host}/shop:v2` }]]),
      ledger: undefined,
      versionUrl: undefined,
    };
    const { api } = await run({ script, regions: true, request });
    expect(api).toMatchObject({ outcome: "deployed", image });
  });

  test("is not tagged in the service's own where no other can be asked, and that is said", async () => {
    const images = new Map([["api", { ...built("api")[1], image, digest }]]);
    const { lines } = await run({ script, request: { images } });
    expect(wire?.actions()).not.toContain("PutImage");
    expect(lines).toContain(`api: not tagged released-prod-2: ${host} is ECR in another Region than ap-southeast-5`);
  });
});
