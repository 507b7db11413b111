import { describe, expect, test } from "@jest/globals";
import { existsSync } from "node:fs";
import { buildImages, planImages } from ".";
import { password } from "./ecr-double";
import {
  argumentAfter,
  build,
  calls,
  commands,
  docker,
  here,
  inRegistry,
  log,
  registry,
  repository,
  sources,
  usual,
} from "./testing/builds";

const builds = () => calls("build");

test("an image is built from exactly its inputs, pushed by its key, and tagged by the registry", async () => {
  const head = repository.git("rev-parse", "HEAD").trim();
  const api = (await build({ services: ["api"], secrets: { ca: "/etc/hosts" }, network: "host" })).get("api");
  const digest = registry.tags.get(`x-api:key-${api?.key}`);
  expect(api).toMatchObject({
    image: `${registry.host}/x-api@${digest}`,
    digest,
    dirty: false,
    reused: false,
    tags: [head, "latest", `key-${api?.key}`],
    bytes: 1010,
  });
  expect([registry.tags.get(`x-api:${head}`), registry.tags.get("x-api:latest")]).toEqual([digest, digest]);
  const [call] = builds();
  expect(call?.context).toEqual([
    "apps",
    "apps/api",
    "apps/api/package.json",
    "apps/api/src",
    "apps/api/src/main.ts",
    "docker",
    "docker/Dockerfile",
    "package.json",
    "packages",
    "packages/shared",
    "packages/shared/package.json",
    "packages/shared/src",
    "packages/shared/src/index.ts",
    "pnpm-lock.yaml",
    "pnpm-workspace.yaml",
    "shared.config",
  ]);
  const { args = [] } = call ?? {};
  expect(argumentAfter(args, "--build-arg")).toEqual([`RELEASE=${api?.key}`, "BUILDKIT_INLINE_CACHE=1"]);
  expect(argumentAfter(args, "--label")).toEqual([`org.cashsouk.key=${api?.key}`]);
  expect(argumentAfter(args, "--secret")).toEqual(["id=ca,src=/etc/hosts"]);
  expect(argumentAfter(args, "--network")).toEqual(["host"]);
});

test("the second run builds nothing, logs in nowhere and gives the same digests", async () => {
  const first = await build();
  const after = docker.calls().length;
  const second = await build();
  expect(commands().slice(after)).not.toEqual(expect.arrayContaining(["build"]));
  expect(commands().slice(after)).not.toEqual(expect.arrayContaining(["login"]));
  for (const [service, image] of second) {
    expect(image.reused).toBe(true);
    expect({ ...image, seconds: 0, reused: false }).toEqual({ ...first.get(service), seconds: 0 });
  }
});

test("a commit that changes nothing in an image is only another tag of it", async () => {
  await build({ services: ["api"] });
  const next = repository.commit({ "apps/web/app/page.tsx": "2", "README.md": "2" });
  const image = (await build({ services: ["api"] })).get("api");
  expect(image).toMatchObject({ reused: true, tags: expect.arrayContaining([next]) as unknown });
  expect(builds()).toHaveLength(1);
});

test("an image is dirty by what a caller's build arguments let it copy", async () => {
  repository.commit({
    "docker/Dockerfile": "FROM base:1\nARG STAGE=none\nCOPY config/$STAGE /config\n",
    "config/prod": "1",
    "config/test": "1",
  });
  repository.write({ "config/prod": "2" });
  const dirty = async (STAGE: string) => (await build({ services: ["api"], buildArgs: { STAGE } })).get("api")?.dirty;
  expect([await dirty("prod"), await dirty("test")]).toEqual([true, false]);
});

test("an image whose inputs differ from the commit is dirty, and never takes the commit's tag", async () => {
  repository.write({ "apps/api/src/main.ts": "dirty" });
  const head = repository.git("rev-parse", "HEAD").trim();
  const images = await build();
  const api = images.get("api");
  expect(api).toMatchObject({ dirty: true, tags: [`${head}-dirty-${api?.key}`, "latest", `key-${api?.key}`] });
  expect(images.get("web")).toMatchObject({ dirty: false, tags: expect.arrayContaining([head]) as unknown });
  expect(registry.tags.has(`x-api:${head}`)).toBe(false);
});

test("an empty list builds nothing, and asks nobody", async () => {
  expect(await build({ services: [] })).toEqual(new Map());
  expect([docker.calls(), registry.calls]).toEqual([[], []]);
});

test("an unknown service is named with those that there are", async () => {
  await expect(build({ services: ["apo"] })).rejects.toThrow('services: want some of api, web, got "apo"');
});

describe("credentials", () => {
  test("go by standard input into a folder that is gone afterwards", async () => {
    await build({ services: ["api"] });
    const login = docker.calls().find(({ args }) => args[0] === "login");
    expect(login).toMatchObject({
      args: ["login", "--username", "AWS", "--password-stdin", registry.host],
      input: password,
    });
    expect(JSON.stringify(docker.calls().map(({ args }) => args))).not.toContain(password);
    expect(log.join("\n")).not.toContain(password);
    expect(existsSync(login?.configFolder ?? "")).toBe(false);
  });

  test("are gone after a failure too", async () => {
    docker.on("push", "process.exit(1)");
    await expect(build({ services: ["api"] })).rejects.toThrow();
    expect(existsSync(docker.calls()[0]?.configFolder ?? "")).toBe(false);
  });
});

test("a key that another run pushed meanwhile is taken, though the push is refused", async () => {
  docker.on(
    "push",
    `(async () => {
      const [, host, path] = /^([^/]+)\\/(.+)$/.exec(args[1]);
      const authorization = "Basic " + Buffer.from("AWS:${password}").toString("base64");
      const url = "http://" + host + "/v2/" + path.replace(":", "/manifests/");
      await fetch(url, { method: "PUT", headers: { authorization }, body: JSON.stringify({ layers: [] }) });
      console.error("tag invalid: the repository is immutable");
      process.exit(1);
    })()`,
  );
  const api = (await build({ services: ["api"] })).get("api");
  expect(api?.digest).toBe(registry.tags.get(`x-api:key-${api?.key}`));
  expect(log.join("\n")).toContain(`the registry holds this key already as ${api?.digest}; that image is taken`);
});

test("after a failure no further image is started", async () => {
  docker.on("build", "process.exit(1)");
  await expect(build({ parallel: 1 })).rejects.toThrow("api: the build failed");
  expect(builds()).toHaveLength(1);
});

test("cancelling stops the build and leaves no context and no credentials behind", async () => {
  docker.on("build", 'console.log("#1 started"); new Promise((resolve) => setTimeout(resolve, 60000))');
  const abort = new AbortController();
  const running = build({ services: ["api"] }, abort.signal);
  const failed = expect(running).rejects.toThrow("cancelled");
  while (!log.some((line) => line.includes("#1 started"))) await new Promise((resolve) => setTimeout(resolve, 20));
  abort.abort();
  await failed;
  const [call] = builds();
  expect(existsSync(call?.args.at(-1) ?? "")).toBe(false);
  expect(existsSync(call?.configFolder ?? "")).toBe(false);
});

describe("without a registry", () => {
  const buildHere = async () => {
    const { images } = await buildImages(await sources(), { ...usual, tags: ["latest"] }, here());
    return images.get("api")?.built;
  };

  test("images stay on this machine under their keys, and are taken from there the next time", async () => {
    const first = await buildHere();
    expect(first).toMatchObject({
      image: `x-api:key-${first?.key}`,
      tags: ["latest", `key-${first?.key}`],
      reused: false,
      bytes: 1234,
    });
    expect(docker.calls().map(({ args }) => args)).toContainEqual(["tag", `x-api:key-${first?.key}`, "x-api:latest"]);
    const second = await buildHere();
    expect({ ...second, seconds: 0 }).toEqual({ ...first, seconds: 0, reused: true });
    expect(commands()).not.toEqual(expect.arrayContaining(["push"]));
    expect(commands()).not.toEqual(expect.arrayContaining(["login"]));
    expect(registry.calls).toEqual([]);
  });
});

describe("a plan", () => {
  const plan = async () => planImages(await sources(), usual, inRegistry());

  test("tells which images the registry holds and which would be built, and changes nothing", async () => {
    const api = (await build({ services: ["api"] })).get("api");
    const before = { calls: docker.calls().length, tags: new Map(registry.tags) };
    const planned = await plan();
    expect(planned.get("api")).toEqual({
      kind: "held",
      key: api?.key,
      reference: `${registry.host}/x-api@${api?.digest}`,
    });
    expect(planned.get("web")).toMatchObject({ kind: "to-build", dirty: false });
    expect(registry.tags).toEqual(before.tags);
    for (const command of commands().slice(before.calls))
      expect(["--version", "buildx", "version", "image"]).toContain(command);
  });
});
