import { expect, test } from "@jest/globals";
import { readSnapshot, readSnapshotBefore } from "./snapshot";
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
