import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { digestWithoutPull, resolveDigest } from "./base-image";
import { type Docker, withDocker } from "./docker";
import { ownConfigFolder } from "./oci/own-config";

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
  return withDocker({}, async (docker) => {
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

describe("the user's own settings", () => {
  const own = () => join(folder, "own");

  beforeEach(() => {
    mkdirSync(own());
    process.env["DOCKER_CONFIG"] = own();
    clients(`${debian}${noBuildx}show*) /bin/cat "$DOCKER_CONFIG/$2" ;;\n${answers}`);
  });
  afterEach(() => {
    delete process.env["DOCKER_CONFIG"];
  });

  async function shown(file: string, host?: string): Promise<unknown> {
    const { stdout } = await withDocker({ host }, (docker) => docker.run(["show", file], { limitMs: 5_000 }));
    return JSON.parse(stdout.toString());
  }

  test("stay, logins and helpers for base images among them, and the login of this run goes into none of these", async () => {
    const config = {
      auths: { hub: { auth: "eA==" } },
      credHelpers: { "r.example.com": "pass", mirror: "ecr-login" },
      credsStore: "desktop",
    };
    writeFileSync(join(own(), "config.json"), JSON.stringify(config));
    expect(await shown("config.json", "r.example.com")).toEqual({
      ...config,
      credHelpers: { "r.example.com": "", "https://r.example.com": "", mirror: "ecr-login" },
    });
  });

  test("name the engine: the context that is in use is found", async () => {
    writeFileSync(join(own(), "config.json"), '{"currentContext":"rootless"}');
    expect(await shown("config.json")).toMatchObject({ currentContext: "rootless" });
  });

  test.each(["contexts/meta.json", "cli-plugins/docker-buildx"])("have what lies beside them: %s", async (file) => {
    mkdirSync(dirname(join(own(), file)));
    writeFileSync(join(own(), file), '"as it is"');
    expect(await shown(file)).toBe("as it is");
  });

  test("are the usual ones where DOCKER_CONFIG is empty, and no file of the folder that is worked in", () => {
    process.env["DOCKER_CONFIG"] = "";
    expect(ownConfigFolder()).toBe(join(homedir(), ".docker"));
  });
});

test("no build argument that buildx takes from the environment goes around the key", async () => {
  clients(`${debian}${noBuildx}epoch) echo "<$SOURCE_DATE_EPOCH>" ;;\n${answers}`);
  process.env["SOURCE_DATE_EPOCH"] = "0";
  try {
    const { stdout } = await withDocker({}, (docker) => docker.run(["epoch"]));
    expect(stdout.toString()).toBe("<>\n");
  } finally {
    delete process.env["SOURCE_DATE_EPOCH"];
  }
});

describe("a base image's digest", () => {
  const digest = `sha256:${"a".repeat(64)}`;
  const inspect = (answer: object | string) =>
    `'image inspect'*) ${typeof answer === "string" ? answer : `echo '${JSON.stringify(answer)}'`} ;;\n`;
  const amd64 = { Os: "linux", Architecture: "amd64" };
  const digestOf = (reference: string, ...platforms: string[]) =>
    withDocker({}, (docker: Docker) => resolveDigest(docker, reference, new Set(platforms)));

  test("is the one that its reference carries", async () => {
    clients(debian + noBuildx + answers);
    expect(await digestOf(`node@${digest}`)).toBe(digest);
  });

  test("is that of its own repository, the same on every machine", async () => {
    const image = { Id: "sha256:id", RepoDigests: ["mirror/node@sha256:other", `node@${digest}`], ...amd64 };
    clients(debian + noBuildx + inspect(image) + answers);
    expect(await digestOf("node:24")).toBe(digest);
  });

  test("is the image's id where it was only built here", async () => {
    clients(debian + noBuildx + inspect({ Id: "sha256:id", RepoDigests: null, ...amd64 }) + answers);
    expect(await digestOf("own:1")).toBe("sha256:id");
  });

  test.each<[string, string, string | undefined]>([
    ["its registry's, where the builder asks that", "'buildx inspect') echo 'Driver: docker-container' ;;\n", digest],
    ["not asked for in a registry where the builder is the engine", noBuildx, undefined],
  ])("is, where nothing may be brought here, %s", async (_, builder, wanted) => {
    const registry = `'buildx imagetools'*) echo '{"digest":"${digest}"}' ;;\npull*) echo pulled >&2; exit 3 ;;\n`;
    clients(debian + builder + registry + inspect("exit 1") + answers);
    const found = await withDocker({}, (docker) => digestWithoutPull(docker, "docker/dockerfile:1"));
    expect(found).toBe(wanted);
  });

  /** What the engine has once it was asked to pull, and what it had before. */
  const pulling = (asked: string, before: object) => {
    const pulled = { Id: "sha256:new", Os: "linux", Architecture: "arm64", Variant: "v8" };
    return (
      `'pull --quiet ${asked}') > ${folder}/pulled ;;\npull*) echo refused >&2; exit 1 ;;\n` +
      inspect(`test ! -e ${folder}/pulled && echo '${JSON.stringify(before)}' || echo '${JSON.stringify(pulled)}'`)
    );
  };
  const old = { Id: "sha256:old", ...amd64 };

  test.each<[string, string, string[], string]>([
    ["the one that it has, where that is for what is built", "", ["linux/amd64"], "sha256:old"],
    ["pulled, where that is for another platform", "--platform linux/arm64 a:1", ["linux/arm64"], "sha256:new"],
    ["pulled, where one of two is missing", "--platform linux/arm64 a:1", ["linux/amd64", "linux/arm64"], "sha256:new"],
    ["pulled as it is, where there is none of that platform", "a:1", ["linux/arm64"], "sha256:new"],
    ["another one, where only the variant is", "--platform linux/amd64/v3 a:1", ["linux/amd64/v3"], "sha256:new"],
  ])("of the engine's old store is %s", async (_, asked, platforms, wanted) => {
    clients(debian + noBuildx + pulling(asked, old) + answers);
    expect(await digestOf("a:1", ...platforms)).toBe(wanted);
  });

  test("of the engine's old store is pulled where somebody pulled another platform's before", async () => {
    clients(debian + noBuildx + pulling("a:1", { ...old, Architecture: "arm64" }) + answers);
    expect(await digestOf("a:1")).toBe("sha256:new");
  });

  test.each([
    ["what the engine has, which it builds from", old, "sha256:old"],
    ["the registry's where it has none", "exit 1", digest],
  ])("is, with containerd's store, %s", async (_, here, wanted) => {
    const containerd = `'info --format'*) echo io.containerd.snapshotter.v1 ;;\n'buildx inspect') echo 'Driver: docker' ;;\n`;
    const registry = `'buildx imagetools'*) echo '{"digest":"${digest}"}' ;;\n`;
    clients(debian + containerd + registry + inspect(here) + answers);
    expect(await digestOf("a:1", "linux/arm64", "linux/amd64")).toBe(wanted);
  });

  test("of an image that can't be had is an error with docker's words", async () => {
    clients(`${debian}${noBuildx}${inspect("exit 1")}pull*) echo "no such host" >&2; exit 1 ;;\n${answers}`);
    await expect(digestOf("gone:1")).rejects.toThrow(
      "the base image gone:1 is neither on this machine nor can it be pulled: no such host",
    );
  });
});
