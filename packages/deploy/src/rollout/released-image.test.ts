import { fault, type Script } from "@cashsouk/testing/aws-wire";
import { describe, expect, test } from "@jest/globals";
import { built, released, run, wire } from "./testing/rollout";
import { crash } from "./testing/scripted-cluster";

describe("the image that runs", () => {
  const manifest = JSON.stringify({ layers: [] });
  const login = {
    authorizationToken: Buffer.from("AWS:secret").toString("base64"),
    proxyEndpoint: "https://repo",
  };
  /** ECR under the name that the test's images have; it holds them, and these tags. */
  const registry = (tags: Record<string, string> = {}): Script => ({
    GetAuthorizationToken: () => ({ authorizationData: [login] }),
    BatchGetImage: ({ input }) => {
      const { imageIds } = input as { imageIds: [{ imageTag?: string; imageDigest?: string }] };
      const [{ imageTag = "", imageDigest = tags[imageTag] }] = imageIds;
      return imageDigest
        ? { images: [{ imageId: { imageDigest }, imageManifest: manifest }] }
        : { images: [], failures: [{ failureCode: "ImageNotFound" }] };
    },
    PutImage: [{}],
  });

  test("is tagged as released before the ledger says so", async () => {
    const { lines } = await run({ script: registry() });
    expect(wire?.inputs("PutImage")).toEqual([
      { repositoryName: "api", imageManifest: manifest, imageDigest: "sha256:new", imageTag: "released-prod-2" },
    ]);
    const order = (wire?.actions() ?? []).filter((action) => action.startsWith("Put"));
    expect(order).toEqual(["PutImage", "PutParameter"]);
    expect(lines).toContain("api: its image is tagged released-prod-2");
  });

  test.each([
    ["keeps the tag that it has", { "released-prod-1": "sha256:old" }, 0],
    ["gets the tag that an earlier rollout could not set", {}, 1],
  ])("%s, though nothing moves", async (_title, tags, put) => {
    const request = { images: new Map([built("api", "old")]) };
    const { api, recorded } = await run({ script: registry(tags), request, releases: [released("api")] });
    expect(api).toMatchObject({ outcome: "deployed", moved: false });
    expect(recorded).toEqual([]);
    expect(wire?.inputs("PutImage")).toHaveLength(put);
  });

  test("that can't be tagged is released all the same, with a warning that says what follows", async () => {
    const PutImage = () => fault("AccessDeniedException", "not allowed");
    const { api, lines, recorded } = await run({ script: { ...registry(), PutImage } });
    expect(api?.outcome).toBe("deployed");
    expect(recorded).toHaveLength(1);
    expect(lines).toContain(
      "! api: it runs, but its image could not be tagged released-prod-2: AccessDeniedException: not allowed. " +
        "Without the tag the registry may drop the image after ten newer builds, and then no task of it starts any more. " +
        "The next rollout tries again.",
    );
  });

  test("is not tagged when its rollout failed", async () => {
    await run({ script: registry(), updates: { api: [crash] } });
    expect(wire?.actions()).not.toContain("PutImage");
  });

  test("that lies in another kind of registry is left alone, and that is said", async () => {
    const { lines } = await run();
    expect(lines).toContain("api: not tagged released-prod-2: repo is not ECR");
  });

  test("of no environment gets no tag", async () => {
    const { recorded } = await run({ script: registry(), request: { environment: undefined } });
    expect(recorded).toHaveLength(1);
    expect(wire?.actions()).not.toContain("PutImage");
  });
});
