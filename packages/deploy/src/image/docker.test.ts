import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { digestWithoutPull, resolveDigest } from "./base-image";
import { type Docker, withDocker } from "./docker";

let folder: string;
const path = process.env["PATH"] ?? "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "docker-clients-"));
});
afterEach(() => {
  process.env["PATH"] = path;
  rmSync(folder, { recursive: true });
});

/** Clients in the PATH's order, as shell scripts. The PATH holds nothing else but the shell's own tools. */
function clients(...scripts: string[]): void {
  const bins = scripts.map((script, index) => {
    const bin = join(folder, String(index));
    mkdirSync(bin);
    writeFileSync(join(bin, "docker"), `#!/bin/sh\ncase "$*" in\n${script}\nesac\n`);
    chmodSync(join(bin, "docker"), 0o755);
    return bin;
  });
  process.env["PATH"] = bins.join(":");
}

const modern = '--version) echo "Docker version 28.2.2, build e6534b4" ;;\n';
const debian = '--version) echo "Docker version 20.10.24+dfsg1, build 297e128" ;;\n';
const noBuildx = "'buildx version') exit 1 ;;\n";
const answers = "version*) echo linux/amd64 ;;\n*) echo $0 ;;";

async function chosen(): Promise<string> {
  return withDocker(undefined, async (docker) => {
    const { stdout } = await docker.run(["which"], { limitMs: 5_000 });
    return `${docker.builder.kind} ${stdout
      .toString()
      .trim()
      .slice(folder.length + 1)}`;
  });
}

describe("the client", () => {
  test("is the first one where it has buildx", async () => {
    clients(modern + answers, debian + noBuildx + answers);
    expect(await chosen()).toBe("buildx 0/docker");
  });

  test("without buildx is passed over for an older one that carries BuildKit", async () => {
    clients(modern + noBuildx + answers, debian + noBuildx + answers);
    expect(await chosen()).toBe("buildkit 1/docker");
  });

  test("where none can build, each is named", async () => {
    clients(modern + noBuildx + answers);
    await expect(chosen()).rejects.toThrow(`found ${folder}/0/docker (28, without buildx)`);
  });

  test("where the engine is away, that is said", async () => {
    clients(`${debian}${noBuildx}version*) echo "Cannot connect to the Docker daemon" >&2; exit 1 ;;`);
    await expect(chosen()).rejects.toThrow("the Docker engine does not answer: Cannot connect to the Docker daemon");
  });
});

test("logins to a user's own registries are kept for base images, and no credential store", async () => {
  clients(`${debian}${noBuildx}show) cat "$DOCKER_CONFIG/config.json" ;;\n${answers}`.replace("cat", "/bin/cat"));
  const own = join(folder, "own");
  mkdirSync(own);
  writeFileSync(join(own, "config.json"), '{"auths":{"hub":{"auth":"eA=="}},"credsStore":"desktop"}');
  process.env["DOCKER_CONFIG"] = own;
  try {
    const shown = await withDocker(undefined, (docker) => docker.run(["show"], { limitMs: 5_000 }));
    expect(JSON.parse(shown.stdout.toString())).toEqual({
      auths: { hub: { auth: "eA==" } },
      cliPluginsExtraDirs: [join(own, "cli-plugins")],
    });
  } finally {
    delete process.env["DOCKER_CONFIG"];
  }
});

test("no build argument that buildx takes from the environment goes around the key", async () => {
  clients(`${debian}${noBuildx}epoch) echo "<$SOURCE_DATE_EPOCH>" ;;\n${answers}`);
  process.env["SOURCE_DATE_EPOCH"] = "0";
  try {
    const { stdout } = await withDocker(undefined, (docker) => docker.run(["epoch"]));
    expect(stdout.toString()).toBe("<>\n");
  } finally {
    delete process.env["SOURCE_DATE_EPOCH"];
  }
});

describe("a base image's digest", () => {
  const digest = `sha256:${"a".repeat(64)}`;
  const inspect = (answer: object | string) =>
    `'image inspect'*) ${typeof answer === "string" ? answer : `echo '${JSON.stringify(answer)}'`} ;;\n`;
  const digestOf = (reference: string) => withDocker(undefined, (docker: Docker) => resolveDigest(docker, reference));

  test("is the one that its reference carries", async () => {
    clients(debian + noBuildx + answers);
    expect(await digestOf(`node@${digest}`)).toBe(digest);
  });

  test("is that of its own repository, the same on every machine", async () => {
    const image = { Id: "sha256:id", RepoDigests: ["mirror/node@sha256:other", `node@${digest}`] };
    clients(debian + noBuildx + inspect(image) + answers);
    expect(await digestOf("node:24")).toBe(digest);
  });

  test("is the image's id where it was only built here", async () => {
    clients(debian + noBuildx + inspect({ Id: "sha256:id", RepoDigests: null }) + answers);
    expect(await digestOf("own:1")).toBe("sha256:id");
  });

  test.each<[string, string, string | undefined]>([
    ["its registry's, where the builder asks that", "'buildx inspect') echo 'Driver: docker-container' ;;\n", digest],
    ["not asked for in a registry where the builder is the engine", noBuildx, undefined],
  ])("is, where nothing may be brought here, %s", async (_, builder, wanted) => {
    const registry = `'buildx imagetools'*) echo '{"digest":"${digest}"}' ;;\npull*) echo pulled >&2; exit 3 ;;\n`;
    clients(debian + builder + registry + inspect("exit 1") + answers);
    const found = await withDocker(undefined, (docker) => digestWithoutPull(docker, "docker/dockerfile:1"));
    expect(found).toBe(wanted);
  });

  test("of an image that can't be had is an error with docker's words", async () => {
    clients(`${debian}${noBuildx}${inspect("exit 1")}pull*) echo "no such host" >&2; exit 1 ;;\n${answers}`);
    await expect(digestOf("gone:1")).rejects.toThrow(
      "the base image gone:1 is neither on this machine nor can it be pulled: no such host",
    );
  });
});
