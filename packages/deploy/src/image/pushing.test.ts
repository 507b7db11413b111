import { golden } from "@cashsouk/testing/golden";
import { beforeEach, describe, expect, test } from "@jest/globals";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { imageSummary } from ".";
import { argumentAfter, calls, docker, log, type Options, registry, report, repository } from "./testing/builds";

const build = async (options: Options = {}) =>
  (await report({ services: ["api"], ...options })).images.get("api")!.built;

const buildCall = () => docker.calls().find(({ args }) => args.includes("build"))?.args ?? [];

/** Behaviour that fails with that text at the first so many times. */
const failing = (times: number, text: string) => `
  const { existsSync, writeFileSync } = require("node:fs");
  for (let n = 0; n < ${times}; n++)
    if (!existsSync(folder + "/failed" + n)) {
      writeFileSync(folder + "/failed" + n, "");
      console.error(${JSON.stringify(text)});
      process.exit(1);
    }`;

describe("a login that ran out during the build", () => {
  const expired = "denied: Your authorization token has expired. Reauthenticate and try again.";

  test("is renewed once, and the push repeated without another build", async () => {
    docker.on("push", failing(1, expired));
    const { digest, key } = await build();
    expect(registry.tags.get(`x-api:key-${key}`)).toBe(digest);
    expect(registry.calls.filter(([action]) => action === "GetAuthorizationToken")).toHaveLength(2);
    expect([calls("login").length, calls("build").length, calls("push").length]).toEqual([2, 1, 2]);
  });

  test("and is refused anew is an error", async () => {
    docker.on("push", failing(2, expired));
    await expect(build()).rejects.toThrow(/pushing .* failed: exit code 1: denied: Your authorization token/);
    expect(calls("push")).toHaveLength(2);
  });

  test("is no reason to push once more where the network failed", async () => {
    docker.on("push", failing(1, "dial tcp: connection reset by peer"));
    await expect(build()).rejects.toThrow("connection reset by peer");
    expect([calls("login").length, calls("push").length]).toEqual([1, 1]);
  });

  test("is renewed for a builder that pushes by itself, too", async () => {
    docker.withBuildx();
    docker.on("build", failing(1, "ERROR: failed to push r: unexpected status: 401 Unauthorized"));
    await build();
    expect(calls("login")).toHaveLength(2);
  });
});

test("several images in one repository are refused where they would share a tag", async () => {
  const both = (tags: string[]) => report({ repository: "x", tags, services: ["api", "web"] });
  await expect(both(["{key}", "latest"])).rejects.toThrow(
    'repository: want {service} in it, got "x": there api, web would share the tag latest',
  );
  expect(buildCall()).toEqual([]);
  const { images } = await both(["{key}"]);
  expect(images.get("api")?.built.digest).not.toBe(images.get("web")?.built.digest);
});

describe("a builder with a store of its own", () => {
  beforeEach(() => docker.withBuildx());

  test("pushes by digest, and the tags are set by the registry", async () => {
    const { digest, key, image } = await build();
    expect(argumentAfter(buildCall(), "--output")).toEqual([
      `type=image,name=${registry.host}/x-api,push=true,push-by-digest=true,name-canonical=true,oci-mediatypes=true`,
    ]);
    expect(image).toBe(`${registry.host}/x-api@${digest}`);
    expect(registry.tags.get(`x-api:key-${key}`)).toBe(digest);
    expect(calls("push")).toEqual([]);
  });

  test("keeps every stage's layers in the cache's own repository, and attests how it built", async () => {
    await build();
    const cache = `type=registry,ref=${registry.host}/x-cache:api`;
    expect(argumentAfter(buildCall(), "--cache-from")).toEqual([cache]);
    expect(argumentAfter(buildCall(), "--cache-to")).toEqual([
      `${cache},mode=max,image-manifest=true,oci-mediatypes=true,ignore-error=true`,
    ]);
    expect(buildCall()).toEqual(expect.arrayContaining(["--provenance=true", "--sbom=false"]));
  });

  test("fails where a cache that was asked for by name can't be written", async () => {
    await build({ wishes: { cache: "registry" } });
    expect(argumentAfter(buildCall(), "--cache-to")[0]).not.toContain("ignore-error");
  });

  test("builds from the base image that the key names, though its tag may move meanwhile", async () => {
    await build();
    const [context = ""] = argumentAfter(buildCall(), "--build-context");
    expect(context).toMatch(/^base:1=docker-image:\/\/base@sha256:[0-9a-f]{64}$/);
  });

  test("gives no context by a stage's name, which BuildKit would take for the stage", async () => {
    repository.write({ "docker/Dockerfile": "FROM base AS Base\nRUN true\nFROM base\nCOPY --from=other:1 /a /a\n" });
    const { baseImages } = await build();
    expect(Object.keys(baseImages ?? {})).toEqual(["base", "other:1"]);
    expect(argumentAfter(buildCall(), "--build-context")).toEqual([expect.stringMatching(/^other:1=/)]);
  });

  test("is read by the frontend that the key names, though its tag may move meanwhile", async () => {
    repository.write({ "docker/Dockerfile": "# syntax=docker/dockerfile:1\nFROM base:1\nCOPY . .\n" });
    const { baseImages } = await build();
    const digest = baseImages?.["docker/dockerfile:1"];
    expect(digest).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(argumentAfter(buildCall(), "--build-arg")).toContain(`BUILDKIT_SYNTAX=docker/dockerfile@${digest}`);
    // Which no named context stands for.
    expect(argumentAfter(buildCall(), "--build-context")).toEqual([expect.stringMatching(/^base:1=/)]);
  });

  test("builds for the platform that DOCKER_DEFAULT_PLATFORM names, where none is asked for", async () => {
    process.env["DOCKER_DEFAULT_PLATFORM"] = "linux/arm64";
    try {
      const other = await build({ tags: ["latest"] });
      expect(argumentAfter(buildCall(), "--platform")).toEqual(["linux/arm64"]);
      delete process.env["DOCKER_DEFAULT_PLATFORM"];
      expect((await build({ tags: ["latest"] })).key).not.toBe(other.key);
    } finally {
      delete process.env["DOCKER_DEFAULT_PLATFORM"];
    }
  });

  test("gets platforms, compression, labels and attestations as they were asked for", async () => {
    const platforms = ["linux/amd64", "linux/arm64"];
    const wishes = { platforms, compression: "zstd", provenance: "mode=max", sbom: "true" } as const;
    await build({ wishes, labels: { team: "a" } });
    expect(buildCall()).toEqual(expect.arrayContaining(["--provenance=mode=max", "--sbom=true"]));
    expect(argumentAfter(buildCall(), "--platform")).toEqual(["linux/amd64,linux/arm64"]);
    expect(argumentAfter(buildCall(), "--label")).toContain("team=a");
    expect(argumentAfter(buildCall(), "--output")[0]).toContain(",compression=zstd,force-compression=true");
  });

  test("that rebuilds what the registry holds gives what it holds: a key never names two images", async () => {
    const first = await build();
    const again = await build({ reuse: false });
    expect(again).toMatchObject({ digest: first.digest, reused: true });
    expect(registry.tags.get(`x-api:key-${first.key}`)).toBe(first.digest);
    expect(log.join("\n")).toContain(`the registry holds this key already as ${first.digest}`);
  });

  test("that fails tells its build from its push", async () => {
    docker.on("build", failing(1, "#7 0.1 npm ERR! failed to push\nERROR: failed to solve: process did not complete"));
    await expect(build()).rejects.toThrow("api: the build failed");
    docker.on("build", failing(3, "ERROR: failed to push x: 500 Internal Server Error"));
    await expect(build()).rejects.toThrow("api: the image was built, but pushing");
  });
});

describe("the engine's own builder", () => {
  test("takes the cache from the tag that moves, and says what it leaves out", async () => {
    const { notes } = await report({ services: ["api"] });
    expect(argumentAfter(buildCall(), "--cache-from")).toEqual([`${registry.host}/x-api:latest`]);
    expect(argumentAfter(buildCall(), "--build-arg")).toContain("BUILDKIT_INLINE_CACHE=1");
    expect(notes[0]).toContain("No provenance");
    expect(log).toEqual(expect.arrayContaining([...notes]));
  });

  test("without a tag that moves has no cache to take", async () => {
    await build({ tags: ["{commit}"] });
    expect(argumentAfter(buildCall(), "--cache-from")).toEqual([]);
  });

  test("that rebuilds what the registry holds pushes nothing over it", async () => {
    const first = await build();
    expect(await build({ reuse: false })).toMatchObject({ digest: first.digest, reused: true });
    expect(calls("push")).toHaveLength(1);
  });

  test("refuses what it can't before anything is built", async () => {
    await expect(build({ wishes: { sbom: "true" } })).rejects.toThrow("sbom: an SBOM attestation can't be made by");
    expect(buildCall()).toEqual([]);
  });
});

test.each([true, false])(
  "a base image of the registry that is pushed to is asked for as who pushes (buildx: %s)",
  async (full) => {
    if (full) docker.withBuildx();
    repository.write({ "docker/Dockerfile": `FROM ${registry.host}/base:1\nCOPY . .\n` });
    await build();
    const order = docker.calls().map(({ args }) => args.slice(0, 2).join(" "));
    const asked = order.findIndex((call) => /imagetools|image inspect/.test(call));
    expect(asked).toBeGreaterThan(order.findIndex((call) => call.startsWith("login")));
    expect(calls("login")).toHaveLength(1);
  },
);

test("without a push the images stay here, though the cache is read from the registry", async () => {
  docker.withBuildx();
  const { image, key } = await build({ push: false, wishes: { cache: "registry" } });
  expect(image).toBe(`x-api:key-${key}`);
  expect(argumentAfter(buildCall(), "--cache-from")).toEqual([`type=registry,ref=${registry.host}/x-cache:api`]);
  expect([argumentAfter(buildCall(), "--cache-to"), argumentAfter(buildCall(), "--output"), calls("push")]).toEqual([
    [],
    [],
    [],
  ]);
  expect(calls("login")).toHaveLength(1);
});

test("no more images than `parallel` are built at a time", async () => {
  const services = ["a", "b", "c", "d", "e"];
  repository.commit({
    "services.json": JSON.stringify({
      services: services.map((name) => ({ name, package: "@x/api", dockerfile: "docker/Dockerfile" })),
    }),
  });
  // Each leaves a mark while it runs, and writes down how many there are.
  docker.on(
    "build",
    `(async () => {
      const { appendFileSync, mkdirSync, readdirSync, rmSync, writeFileSync } = require("node:fs");
      mkdirSync(folder + "/now", { recursive: true });
      writeFileSync(folder + "/now/" + process.pid, "");
      await new Promise((resolve) => setTimeout(resolve, 300));
      console.log("running: " + readdirSync(folder + "/now").length);
      rmSync(folder + "/now/" + process.pid);
    })()`,
  );
  await report({ parallel: 2, services });
  const running = log.flatMap((line) => /running: (\d)/.exec(line)?.[1] ?? []);
  expect(running).toHaveLength(5);
  expect(Math.max(...running.map(Number))).toBe(2);
});

test("the calls of a run are those that the README asks permissions for, beside docker's own", async () => {
  docker.withBuildx();
  await build();
  const readme = readFileSync(join(__dirname, "../../../../actions/build-push/README.md"), "utf8");
  const [, policy = ""] = /## Permissions\n+```json\n(.*?)```/s.exec(readme) ?? [];
  const { Statement } = JSON.parse(policy) as { Statement: { Action: string | string[] }[] };
  // https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-push-iam.html and a pull's, for the cache
  const ofDocker = ["BatchCheckLayerAvailability", "CompleteLayerUpload", "InitiateLayerUpload", "UploadLayerPart"];
  const asked = new Set([...registry.calls.map(([action]) => action), ...ofDocker, "GetDownloadUrlForLayer"]);
  expect(Statement.flatMap(({ Action }) => Action).sort()).toEqual([...asked].map((name) => `ecr:${name}`).sort());
});

test("the summary is one that a tired person reads", async () => {
  await report({ services: ["api"] });
  repository.write({ "apps/web/app/page.tsx": "changed\n" });
  const told = imageSummary(await report({ services: ["api", "web"] }), {})
    .replaceAll(/\b[0-9a-f]{64}\b/g, "<key>")
    .replaceAll(/\b[0-9a-f]{40}\b/g, "<commit>")
    .replaceAll(/sha256:[0-9a-f]{12}/g, "sha256:<12>")
    .replaceAll(/`[0-9a-f]{12}`/g, "`<12>`")
    .replaceAll(/\d+\.\d s/g, "<n> s");
  expect(told).toBe(golden(__dirname, "images.md", told));
});

test("the summary says of images that stay in the engine that they are not pushed", async () => {
  const push = false;
  expect(imageSummary(await report({ push, services: ["api"] }), { push })).toMatch(
    /^### Images, not pushed: 1 built, 0 reused\n/,
  );
});
