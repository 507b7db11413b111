import { fault, type Script } from "@cashsouk/testing/aws-wire";
import { describe, expect, test } from "@jest/globals";
import { run, wire } from "./testing/rollout";
import { definitionArn } from "./testing/scripted-cluster";

const host = "123456789012.dkr.ecr.ap-southeast-5.amazonaws.com";
const tagged = `${host}/api:latest`;
/** ECR, whose tag `latest` names this digest. */
const registry = (digest: string | undefined): Script => ({
  BatchGetImage: () =>
    digest
      ? { images: [{ imageId: { imageDigest: digest }, imageManifest: "{}" }] }
      : { images: [], failures: [{ failureCode: "ImageNotFound" }] },
});
/** A service whose running definition names this image, and a rollout of another or the same name. */
const scenario = (running: string, image: string, script: Script = {}) => ({
  running: { api: running },
  request: {
    images: new Map([["api", { image }]]),
    ledger: undefined,
    environment: undefined,
    versionUrl: undefined,
  },
  script,
});

describe("an image given by a tag", () => {
  test("is resolved to its digest: a tag that has moved since is deployed, though the definition names it already", async () => {
    const { api } = await run(scenario(tagged, tagged, registry("sha256:moved")));
    expect(wire?.inputs("BatchGetImage")).toMatchObject([
      { registryId: "123456789012", repositoryName: "api", imageIds: [{ imageTag: "latest" }] },
    ]);
    expect(wire?.inputs("RegisterTaskDefinition")).toMatchObject([
      { containerDefinitions: [{ name: "api", image: `${host}/api@sha256:moved` }] },
    ]);
    expect(wire?.inputs("UpdateService")).toMatchObject([{ taskDefinition: definitionArn("cashsouk-api", 2) }]);
    expect(api).toMatchObject({ outcome: "deployed", moved: true, image: `${host}/api@sha256:moved` });
  });

  test("that names the digest which runs is unchanged", async () => {
    const { api } = await run(scenario(`${host}/api@sha256:same`, tagged, registry("sha256:same")));
    expect(api).toMatchObject({ outcome: "deployed", moved: false });
    expect(wire?.actions()).not.toContain("UpdateService");
  });

  test("of none means latest", async () => {
    await run(scenario(tagged, `${host}/api`, registry("sha256:moved")));
    expect(wire?.inputs("BatchGetImage")).toMatchObject([{ imageIds: [{ imageTag: "latest" }] }]);
  });

  test("with its digest beside it is pinned to that, and nobody is asked", async () => {
    const given = scenario(tagged, tagged);
    const images = new Map([["api", { image: "localhost:5000/api:v1", digest: "sha256:beside" }]]);
    const { api } = await run({ ...given, request: { ...given.request, images } });
    expect(api).toMatchObject({ outcome: "deployed", image: "localhost:5000/api@sha256:beside" });
    expect(wire?.actions()).not.toContain("BatchGetImage");
  });

  test("that the registry does not hold is refused before anything is moved", async () => {
    await expect(run(scenario(tagged, `${host}/api:v9`, registry(undefined)))).rejects.toThrow(
      "images: api: the repository api holds no image tagged v9",
    );
    expect(wire?.actions()).not.toContain("UpdateService");
  });

  test.each([
    ["lies in another kind of registry", "ghcr.io/shop/api:latest", {}, "ghcr.io is not ECR"],
    [
      "lies in another Region",
      tagged.replace("ap-southeast-5", "eu-west-1"),
      registry(undefined),
      `${host.replace("ap-southeast-5", "eu-west-1")} is ECR in another Region than ap-southeast-5`,
    ],
    ["names no registry", "nginx:latest", {}, "nginx:latest names no registry"],
    [
      "may not be read",
      tagged,
      { BatchGetImage: () => fault("AccessDeniedException", "not allowed") },
      "AccessDeniedException: not allowed",
    ],
  ])("that %s gets new tasks, which pull what it names now", async (_title, image, script, why) => {
    const { api, lines } = await run(scenario(image, image, script));
    expect(wire?.inputs("UpdateService")).toMatchObject([{ forceNewDeployment: true }]);
    expect(api).toMatchObject({
      outcome: "deployed",
      moved: true,
      image,
      reason: `new tasks pull ${image}, whose tag may have moved (${why})`,
    });
    expect(lines).toContain(`! api: ${image}: which image its tag names can't be told: ${why}`);
  });
});
