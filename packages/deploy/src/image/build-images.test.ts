import { ECR } from "@aws-sdk/client-ecr";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { createGitRepository, type GitRepository } from "@cashsouk/testing/git-repository";
import { existsSync } from "node:fs";
import { systemClock } from "../clock";
import { workspaceFiles } from "../content/workspace-fixture";
import { openRepository } from "../git";
import {
  type BuildImagesOptions,
  buildImages,
  defaultTags,
  ecrRegistry,
  planImages,
  readSource,
  workspaceImages,
} from ".";
import { type DockerDouble, installDockerDouble } from "./docker-double";
import { type EcrDouble, password, startEcrDouble } from "./ecr-double";

let repository: GitRepository;
let registry: EcrDouble;
let docker: DockerDouble;
let log: string[];

beforeEach(async () => {
  repository = createGitRepository({ ...workspaceFiles });
  registry = await startEcrDouble();
  docker = installDockerDouble();
  log = [];
});
afterEach(async () => {
  docker.remove();
  repository.remove();
  await registry.close();
});

const usual = { repository: "x-{service}", tags: defaultTags, buildArgs: {}, secrets: {}, parallel: 2, reuse: true };
const here = () => ({
  clock: systemClock,
  log: { info: (line: string) => void log.push(line), warning: (line: string) => void log.push(line) },
});
const sources = async (services?: string[]) =>
  workspaceImages(await readSource(openRepository(repository.folder)), services);
const ecr = () => ecrRegistry(new ECR(registry.config));

type Options = Partial<BuildImagesOptions> & { services?: string[] };

async function report({ services, ...options }: Options = {}, signal?: AbortSignal) {
  const ports = { ...here(), registry: ecr(), ...(signal ? { signal } : {}) };
  return buildImages(await sources(services), { ...usual, ...options }, ports);
}

async function build(options: Options = {}, signal?: AbortSignal) {
  const { images } = await report(options, signal);
  return new Map([...images].map(([name, { built }]) => [name, built]));
}

const commands = () => docker.calls().map(({ args }) => args[0]);
const builds = () => docker.calls().filter(({ args }) => args[0] === "build");
const argumentAfter = (args: string[], name: string) => args.flatMap((arg, at) => (arg === name ? [args[at + 1]] : []));

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

describe("a failure says what failed", () => {
  /** What docker prints, and how it ends. */
  const printing = (lines: readonly string[]) => `console.error(${JSON.stringify(lines.join("\n"))}); process.exit(1)`;
  const failing = "[build 2/2] RUN pnpm build";

  test.each<[string, string[], string]>([
    [
      "its step, and with which exit code",
      [
        `#8 ${failing}`,
        "#8 1.2 ERROR: of a tool",
        '#8 ERROR: process "/bin/sh -c pnpm build" did not complete successfully: exit code: 2',
        "------",
        'ERROR: failed to build: failed to solve: process "/bin/sh -c pnpm build" did not complete successfully: exit code: 2',
      ],
      ` in ${failing}: exit code: 2`,
    ],
    [
      "the same by an older BuildKit",
      [`#8 ${failing}`, "#8 ERROR: executor failed running [/bin/sh -c pnpm build]: exit code: 2"],
      ` in ${failing}: exit code: 2`,
    ],
    [
      "what it lacks, though other steps were cancelled",
      ["#7 [stage-1 1/1] COPY nothing /x", '#7 ERROR: "/nothing" not found: not found', `#5 ${failing}`, "#5 CANCELED"],
      ' in [stage-1 1/1] COPY nothing /x: "/nothing" not found: not found',
    ],
    [
      "a long command by its beginning",
      [`#8 [2/2] RUN ${"x".repeat(400)}`, "#8 ERROR: no space left"],
      ` in [2/2] RUN ${"x".repeat(290)}…: no space left`,
    ],
    [
      "what is wrong with the Dockerfile",
      ["ERROR: failed to build: failed to solve: dockerfile parse error on line 3: unknown instruction: FORM"],
      ": dockerfile parse error on line 3: unknown instruction: FORM",
    ],
    ["a step without a name", ["#7 ERROR: no such file"], ": no such file"],
    ["the exit code alone where nothing is said", ["it broke"], ": exit code 1"],
  ])("a build, by %s, with the last lines that docker printed", async (_title, lines, told) => {
    docker.on("build", printing(lines));
    const failure = await build({ services: ["api"] }).catch((error: unknown) => error);
    expect(failure).toMatchObject({
      reason: `api: the build failed${told}`,
      message: `api: the build failed${told}\n${lines.join("\n")}`,
    });
    expect(commands()).not.toContain("push");
  });

  test("a build that fails with nothing on standard error", async () => {
    docker.on("build", "process.exit(1)");
    await expect(build({ services: ["api"] })).rejects.toThrow(
      "api: the build failed: exit code 1\ndocker printed nothing",
    );
  });

  test("a push, which is not the build's fault", async () => {
    docker.on("push", 'console.error("denied: no basic auth credentials"); process.exit(1)');
    await expect(build({ services: ["api"] })).rejects.toThrow(
      /^api: the image was built, but pushing .* failed: exit code 1: denied: no basic auth credentials\ndenied: no basic auth credentials$/,
    );
  });

  test("a push of which the registry knows nothing", async () => {
    docker.on("push", 'console.log("digest: sha256:" + "0".repeat(64)); process.exit(0)');
    await expect(build({ services: ["api"] })).rejects.toThrow(
      /^api: sha256:0{64} was pushed, but the registry answers nothing for /,
    );
  });

  test("a login that is refused", async () => {
    docker.on("login", 'console.error("unauthorized"); process.exit(1)');
    await expect(build({ services: ["api"] })).rejects.toThrow(`docker login to ${registry.host} failed: unauthorized`);
  });

  test("a commit's tag that names other content", async () => {
    const head = repository.git("rev-parse", "HEAD").trim();
    registry.push("x-api", head, "{}");
    await expect(build({ services: ["api"] })).rejects.toThrow(`x-api:${head} already names other content`);
  });

  test("a Dockerfile that is missing", async () => {
    repository.write({ "docker/Dockerfile": null });
    await expect(build({ services: ["api"] })).rejects.toThrow("api: dockerfile: there is no file docker/Dockerfile");
  });

  test("two builds, both in one message", async () => {
    docker.on("build", "process.exit(1)");
    const failure = await build().catch((error: unknown) => error);
    expect(failure).toMatchObject({
      message: expect.stringMatching(/^api: the build failed[^]*\n\nweb: the build failed/) as unknown,
      reason: "api: the build failed: exit code 1; web: the build failed: exit code 1",
    });
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
  const plan = async () => planImages(await sources(), usual, { ...here(), registry: ecr() });

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
