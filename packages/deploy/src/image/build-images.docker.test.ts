import { ECR } from "@aws-sdk/client-ecr";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { createGitRepository, type GitRepository } from "@cashsouk/testing/git-repository";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { silentLog, systemClock } from "..";
import { workspaceFiles } from "../content/workspace-fixture";
import { openRepository } from "../git";
import { run as runProgram } from "../process";
import { buildImages, ecrRegistry, readSource, workspaceImages } from ".";
import { type EcrDouble, password, startEcrDouble } from "./ecr-double";

/** With a real engine: BuildKit builds, `docker push` pushes, and the image is started. */
let repository: GitRepository;
let registry: EcrDouble;

const base = `cashsouk-test-base:${process.pid}`;
const config = mkdtempSync(join(tmpdir(), "docker-test-config-"));
async function docker(args: string[], input = ""): Promise<string> {
  const env = { ...process.env, DOCKER_CONFIG: config };
  const { code, stdout, stderr } = await runProgram("docker", args, { env, input, limitMs: 300_000 });
  if (code !== 0) throw new Error(`docker ${args.join(" ")}: ${stderr}`);
  return stdout.toString();
}
const dockerfile = `ARG BASE
FROM \${BASE}
COPY . /inside
RUN --mount=type=secret,id=word cp /run/secrets/word /tmp/word && rm /tmp/word
ARG RELEASE
ENV RELEASE=\${RELEASE}
CMD ["sh", "-c", "echo $RELEASE; find /inside -type f | sort"]
`;

beforeAll(async () => {
  await docker(["version"]).catch((cause: unknown) => {
    throw new Error("These tests need a Docker engine that answers `docker version`.", { cause });
  });
  // Built from what every engine can have: any image that is here and has a shell.
  await docker(["tag", process.env["TEST_BASE_IMAGE"] ?? "cashsouk-node:24", base]);
  repository = createGitRepository({ ...workspaceFiles, "docker/Dockerfile": dockerfile, "word.log": "secret" });
  registry = await startEcrDouble();
}, 300_000);
afterAll(async () => {
  repository.remove();
  await registry.close();
  await docker(["rmi", base]);
  rmSync(config, { recursive: true });
});

const run = async (buildArgs: Record<string, string>) =>
  buildImages(
    workspaceImages(await readSource(openRepository(repository.folder)), ["api"]),
    {
      repository: "x-{service}",
      tags: ["{commit}", "latest"],
      buildArgs,
      secrets: { word: `${repository.folder}/word.log` },
      parallel: 1,
      reuse: true,
    },
    { registry: ecrRegistry(new ECR(registry.config)), clock: systemClock, log: silentLog },
  ).then(({ images }) => images.get("api")?.built);

test("the built image holds its inputs, knows its key, is pulled by digest, and is reused", async () => {
  const built = await run({ BASE: base });
  const image = built?.image ?? "";
  await docker(["login", "--username", "AWS", "--password-stdin", registry.host], password);
  try {
    const tagged = image.replace(/@.*/, `:key-${built?.key}`);
    await docker(["rmi", tagged]);
    await docker(["pull", image]);
    expect((await docker(["run", "--rm", image])).trim().split("\n")).toEqual([
      built?.key,
      "/inside/apps/api/package.json",
      "/inside/apps/api/src/main.ts",
      "/inside/docker/Dockerfile",
      "/inside/package.json",
      "/inside/packages/shared/package.json",
      "/inside/packages/shared/src/index.ts",
      "/inside/pnpm-lock.yaml",
      "/inside/pnpm-workspace.yaml",
      "/inside/shared.config",
    ]);
    const label = await docker(["image", "inspect", "--format", "{{index .Config.Labels `org.cashsouk.key`}}", image]);
    expect(label.trim()).toBe(built?.key);
  } finally {
    await docker(["rmi", image]);
  }
  expect(await run({ BASE: base })).toMatchObject({ digest: built?.digest, key: built?.key, reused: true });
}, 300_000);

test("a helper that takes no login, as ECR's, is left out of it, and a base image of the same registry is pulled", async () => {
  const bin = join(config, "bin");
  mkdirSync(bin);
  writeFileSync(join(bin, "docker-credential-refusing"), `#!/bin/sh\necho "$1" >> ${config}/asked\nexit 1\n`, {
    mode: 0o755,
  });
  const given = { credHelpers: { [registry.host]: "refusing" }, credsStore: "refusing" };
  writeFileSync(join(config, "config.json"), JSON.stringify(given));
  const before = { ...process.env };
  process.env = { ...before, DOCKER_CONFIG: config, PATH: `${bin}:${before["PATH"]}` };
  const [own, made] = [`${registry.host}/x-api:latest`, [] as string[]];
  try {
    repository.commit({ "apps/api/new.ts": "export {};\n" });
    const built = await run({ BASE: own });
    made.push(`${registry.host}/x-api:key-${built?.key}`, own);
    expect(built).toMatchObject({ reused: false, baseImages: { [own]: expect.stringMatching(/^sha256:/) as unknown } });
    expect(existsSync(join(config, "asked")) ? readFileSync(join(config, "asked"), "utf8") : "").not.toContain("store");
  } finally {
    process.env = before;
    rmSync(join(config, "config.json"));
    if (made.length > 0) await docker(["rmi", ...made]);
  }
}, 300_000);
