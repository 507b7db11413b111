import { ECR } from "@aws-sdk/client-ecr";
import { createGitRepository } from "@cashsouk/testing/git-repository";
import { makeTestClock } from "@cashsouk/testing/test-clock";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { createHash } from "node:crypto";
import { systemClock } from "../clock";
import { workspaceFiles } from "../content/workspace-fixture";
import { openRepository } from "../git";
import { buildImages, ecrRegistry, planImages, readSource, workspaceImages } from ".";
import { contentOf } from "./address-content";
import { installDockerDouble } from "./docker-double";
import { startEcrDouble } from "./ecr-double";
import { type RegistryAnswer, startRegistry } from "./oci/registry-double";

const clock = makeTestClock();

const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const one of undo.splice(0)) await one();
});

const digest = (text: string) => `sha256:${createHash("sha256").update(text).digest("hex")}`;

/** Answers in this order, the last one for good. */
async function serve(...answers: RegistryAnswer[]) {
  const server = await startRegistry(({ path }) => (path === "/moved" ? { body: "moved" } : next()));
  const next = () => (answers.length > 1 ? answers.shift()! : answers[0]!);
  undo.push(server.close);
  return { ...server, at: `http://${server.host}/a` };
}

describe("what an address holds", () => {
  test.each<[string, RegistryAnswer[], string]>([
    ["is what it answers", [{ body: "1" }], "1"],
    ["is what it leads to", [{ status: 302, headers: { location: "/moved" } }], "moved"],
    ["is asked again where the server errs", [{ status: 503 }, { status: 429 }, { body: "1" }], "1"],
    ["is asked again where the connection breaks", [{ reset: true }, { body: "1" }], "1"],
    [
      "is asked again where the connection breaks in the middle",
      [{ body: "1", headers: { "content-length": "2" }, reset: "late" }, { body: "12" }],
      "12",
    ],
  ])("%s", async (_, answers, wanted) => {
    const { at } = await serve(...answers);
    expect(await contentOf(at, { clock })).toBe(digest(wanted));
  });

  test.each<[string, RegistryAnswer, number, RegExp]>([
    ["is gone is asked once", { status: 404 }, 1, /can't be read: it answers 404$/],
    ["stays broken is asked five times", { status: 500 }, 5, /can't be read: it answers 500$/],
    ["breaks the connection each time is asked five times", { reset: true }, 5, /can't be read: .+/],
  ])("that %s, and the error says what to do", async (_, answer, times, message) => {
    const { at, calls } = await serve(answer);
    await expect(contentOf(at, { clock })).rejects.toMatchObject({
      code: "no-content",
      message: expect.stringMatching(message) as unknown,
      hint: expect.stringContaining("--checksum=sha256") as unknown,
    });
    expect(calls).toHaveLength(times);
  });

  test("is asked for again as late as Retry-After says, and later each time where it says nothing", async () => {
    const patient = makeTestClock();
    const { at } = await serve({ status: 503, headers: { "retry-after": "20" } }, { status: 500 }, { body: "1" });
    await contentOf(at, { clock: patient });
    expect(patient.elapsed()).toBe(20_000 + 2_000);
  });

  test("is not waited for where it wants more patience than a minute", async () => {
    const { at, calls } = await serve({ status: 429, headers: { "retry-after": "61" } });
    await expect(contentOf(at, { clock })).rejects.toThrow("wants 61 s of patience");
    expect(calls).toHaveLength(1);
  });

  test("is not waited for by whoever cancels", async () => {
    const { at } = await serve({ body: "1" });
    await expect(contentOf(at, { clock, signal: AbortSignal.abort() })).rejects.toMatchObject({ code: "cancelled" });
  });
});

describe("an image whose Dockerfile takes from an address", () => {
  const log: string[] = [];
  let content: RegistryAnswer;
  let at: string;
  let commit: (files: Record<string, string>) => void;
  let build: () => Promise<{ key: string; reused: boolean; baseImages?: Readonly<Record<string, string>> | undefined }>;
  let plan: () => Promise<unknown>;

  beforeEach(async () => {
    log.length = 0;
    const repository = createGitRepository({ ...workspaceFiles });
    const [docker, registry] = [installDockerDouble(), await startEcrDouble()];
    const server = await startRegistry(() => content);
    undo.push(
      repository.remove,
      () => docker.remove(),
      () => registry.close(),
      server.close,
    );
    content = { body: "1" };
    at = `http://${server.host}/kit.tgz`;
    commit = (files) => void repository.commit(files);
    const say = (line: string) => void log.push(line);
    const options = {
      repository: "x-{service}",
      tags: ["{key}"],
      buildArgs: {},
      secrets: {},
      parallel: 1,
      reuse: true,
    };
    const ports = () => ({
      registry: ecrRegistry(new ECR(registry.config)),
      clock: systemClock,
      log: { info: () => undefined, warning: say },
    });
    const images = async () => workspaceImages(await readSource(openRepository(repository.folder)), ["api"]);
    build = async () => (await buildImages(await images(), options, ports())).images.get("api")!.built;
    plan = async () => (await planImages(await images(), options, ports())).get("api");
  });
  const dockerfile = (line: string) => ({ "docker/Dockerfile": `FROM base:1\n${line}\nCOPY . .\n` });

  test("is another where another content is there, and is reused while it is the same", async () => {
    commit(dockerfile(`ARG NAME=kit.tgz\nADD ${at.replace("kit.tgz", "$NAME")} /kit`));
    const first = await build();
    expect(first).toMatchObject({ reused: false, baseImages: { [at]: digest("1") } });
    commit({ "README.md": "2" });
    expect(await build()).toMatchObject({ key: first.key, reused: true });
    content = { body: "2" };
    expect(await build()).toMatchObject({ reused: false, baseImages: { [at]: digest("2") } });
    expect(log).toEqual([]);
  });

  test("is not asked for what has a checksum", async () => {
    content = { status: 404 };
    commit(dockerfile(`ADD --checksum=${digest("1")} ${at} /kit`));
    expect((await build()).baseImages).not.toHaveProperty([at]);
  });

  test("is not asked about where it is only planned: its key is not known", async () => {
    commit(dockerfile(`ADD ${at} /kit`));
    expect(await plan()).toEqual({
      kind: "unknown",
      why: `what is at ${at} was not asked for, so its key is not known yet`,
    });
  });

  test.each(["ADD https://example.com/kit.git#main /kit", "ADD https://example.com/$KIT /kit"])(
    "of which only the build knows what is there (%s) is one for each commit, with a warning",
    async (line) => {
      commit(dockerfile(line));
      const first = await build();
      expect(await build()).toMatchObject({ key: first.key, reused: true });
      commit({ "README.md": "2" });
      expect(await build()).toMatchObject({ reused: false });
      const source = line.split(" ")[1];
      const warning = `api: docker/Dockerfile takes ${source}, and what that is only the build knows: each commit gets an image of its own`;
      expect([...new Set(log)]).toEqual([warning]);
    },
  );
});
