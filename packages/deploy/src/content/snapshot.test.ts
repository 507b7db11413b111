import { describe, expect, test } from "@jest/globals";
import { readSnapshot, readSnapshotBefore } from ".";
import { describingFiles } from "../workspace";
import { treeOf, workspaceFiles } from "./workspace-fixture";

test("the manifest is read where it is said to be", async () => {
  const files = { "services.json": null, "shop.json": workspaceFiles["services.json"]! };
  const { manifest } = await readSnapshot(treeOf(files), "shop.json");
  expect(manifest.services.map(({ name }) => name)).toEqual(["api", "web"]);
});

test("a manifest that is named and is not there is an error, whatever else could be found", async () => {
  const files = { "services.json": null, "apps/api/Dockerfile": "" };
  await expect(readSnapshot(treeOf(files), "shop.json")).rejects.toMatchObject({
    code: "no-manifest",
    message: "manifest: shop.json does not exist",
  });
});

test.each([
  ["services.json", undefined],
  ["shop.json", "shop.json"],
])("every Dockerfile that %s names and that is not there is told, with its service", async (file, path) => {
  const service = (name: string, dockerfile: string) => ({ name, package: `@x/${name}`, dockerfile });
  const services = [service("api", "docker/api"), service("web", "docker/Dockerfile"), service("tool", "docker/tool")];
  await expect(readSnapshot(treeOf({ [file]: JSON.stringify({ services }) }), path)).rejects.toMatchObject({
    code: "invalid-manifest",
    message:
      `${file} names what is not there:\n` +
      "- api: dockerfile: there is no file docker/api\n- tool: dockerfile: there is no file docker/tool",
  });
});

test("every package that is not there is told beside them", async () => {
  const services = [
    { name: "api", package: "@x/apy", dockerfile: "docker/api" },
    { name: "web", package: "apps/wep", dockerfile: "docker/Dockerfile" },
  ];
  const none = (name: string) => `the workspace has no package "${name}", and no such folder; it has `;
  const failure = await readSnapshot(treeOf({ "services.json": JSON.stringify({ services }) })).catch(String);
  expect(failure).toContain("services.json names what is not there:\n");
  expect(failure).toContain(`\n- api: package: ${none("@x/apy")}`);
  expect(failure).toContain("\n- api: dockerfile: there is no file docker/api\n");
  expect(failure).toContain(`\n- web: package: ${none("apps/wep")}`);
});

test.each([
  ["services.json", undefined],
  ["shop.json", "shop.json"],
])("a tree that reads at once is asked for %s and for whatever else describes it", async (file, path) => {
  const tree = treeOf({ "shop.json": workspaceFiles["services.json"]! });
  const asked: (readonly string[])[] = [];
  await readSnapshot({ ...tree, prefetch: (paths) => Promise.resolve(asked.push(paths)) }, path);
  expect(asked).toEqual([[file, ...describingFiles(tree), "docker/Dockerfile"]]);
});

describe("the Dockerfiles of another state", () => {
  const named = (...dockerfiles: string[]) =>
    JSON.stringify({
      services: dockerfiles.map((dockerfile, at) => ({ name: `s${at}`, package: "@x/api", dockerfile })),
    });
  const before = async (changes: Record<string, string | null>, manifest?: string) => {
    const now = await readSnapshot(treeOf());
    const tree = treeOf(changes);
    const then = await readSnapshotBefore(now, { tree, changed: new Set(Object.keys(changes)), manifest });
    return { now: now.dockerfiles, then: then.dockerfiles };
  };

  test("are the known ones where none of them changed", async () => {
    const { now, then } = await before({ "README.md": "2" });
    expect(then).toBe(now);
  });

  test.each<[string, Record<string, string | null>, string | undefined, [string, string][]]>([
    ["one changed", { "docker/Dockerfile": "FROM base:2\n" }, undefined, [["docker/Dockerfile", "FROM base:2\n"]]],
    ["one is not there yet, which is no error then", { "docker/Dockerfile": null }, undefined, []],
    [
      "the manifest named another one",
      { "services.json": named("docker/old"), "docker/old": "FROM base:0\n" },
      undefined,
      [["docker/old", "FROM base:0\n"]],
    ],
    [
      "the manifest named another one beside the known one",
      { "services.json": named("docker/Dockerfile", "docker/old"), "docker/old": "FROM base:0\n" },
      undefined,
      [
        ["docker/Dockerfile", workspaceFiles["docker/Dockerfile"]!],
        ["docker/old", "FROM base:0\n"],
      ],
    ],
    [
      "another manifest named another one",
      { "shop.json": named("docker/old"), "docker/old": "FROM base:0\n" },
      "shop.json",
      [["docker/old", "FROM base:0\n"]],
    ],
  ])("are read again where %s", async (_, changes, manifest, wanted) => {
    expect([...(await before(changes, manifest)).then]).toEqual(wanted);
  });
});

test("the workspace of another state is read again where one of its changes describes it, and only there", async () => {
  const now = await readSnapshot(treeOf());
  const before = (changes: Record<string, string>) =>
    readSnapshotBefore(now, { tree: treeOf(changes), changed: new Set(Object.keys(changes)), manifest: undefined });
  expect((await before({ "README.md": "2" })).workspace).toBe(now.workspace);
  const turbo = JSON.stringify({ globalDependencies: ["*.config"] });
  expect((await before({ "README.md": "2", "turbo.json": turbo })).workspace.global).toEqual(["*.config"]);
});

test("the packages of another state are the known ones where none of them says anything else", async () => {
  const now = await readSnapshot(treeOf());
  const path = "packages/ui/package.json";
  const before = async (text: string | null) =>
    (await readSnapshotBefore(now, { tree: treeOf({ [path]: text }), changed: new Set([path]), manifest: undefined }))
      .workspace.packages;
  expect(await before(`${workspaceFiles[path]}\n`)).toBe(now.workspace.packages);
  const other = await before('{"name": "@x/ui"}');
  expect(other.get("@x/ui")).toEqual({ name: "@x/ui", said: "@x/ui", folder: "packages/ui", needs: {} });
  expect(other.get("@x/api")).toBe(now.workspace.packages.get("@x/api"));
  expect((await before(null)).has("@x/ui")).toBe(false);
});
