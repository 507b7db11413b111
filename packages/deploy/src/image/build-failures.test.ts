import { describe, expect, test } from "@jest/globals";
import { build, commands, docker, registry, repository } from "./testing/builds";

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
    [
      "what is asked for and not there, by an older docker",
      [
        "failed to solve with frontend dockerfile.v0: failed to create LLB definition: target stage nope could not be found",
      ],
      ": target stage nope could not be found",
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
