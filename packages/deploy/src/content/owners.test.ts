import { expect, test } from "@jest/globals";
import { imageInputs } from "./inputs";
import type { Owner } from "./owners";
import { readSnapshot } from "./snapshot";
import { treeOf } from "./workspace-fixture";

const own: Owner = { kind: "own" };
const copying = (sources: string) => `FROM base:1\nCOPY ${sources} /site/\n`;

/** What the first service has of a file. */
async function ownerIn(files: Record<string, string | null>, path: string) {
  const snapshot = await readSnapshot(treeOf({ ...files, [path]: "1" }));
  const inputs = imageInputs(snapshot, snapshot.manifest.services[0]!);
  expect(inputs.files.get(path)).toEqual(inputs.ownerOf(path));
  return inputs.ownerOf(path);
}

test.each<[string, string, string, Owner | undefined]>([
  [
    "a package that the service doesn't need is its own where its Dockerfile copies it",
    "packages/tool",
    "packages/tool/a.ts",
    own,
  ],
  ["without what is written about that", "packages/tool", "packages/tool/docs/a.md", undefined],
  ["and a part of one is whatever its name", "packages/tool/docs", "packages/tool/docs/a.md", own],
  ["a glob over a package brings what its own rule says", "apps/api/*", "apps/api/docs/a.md", undefined],
  ["whatever stands behind its star", "apps/api/*/a.md", "apps/api/docs/a.md", undefined],
  ["and one over a part of it all of that", "apps/api/docs/*", "apps/api/docs/a.md", own],
  ["but its tests", "apps/api/docs/*", "apps/api/docs/__tests__/a.txt", undefined],
  [
    "of a part that lies among tests, what it holds is none",
    "apps/api/__tests__/fixtures",
    "apps/api/__tests__/fixtures/a.json",
    own,
  ],
])("%s", async (_, sources, path, owner) => {
  expect(await ownerIn({ "docker/Dockerfile": copying(sources) }, path)).toEqual(owner);
});

const alone = {
  "services.json": null,
  "pnpm-lock.yaml": null,
  "pnpm-workspace.yaml": null,
  "package.json": '{"name":"shop"}',
};
test.each<[string, string, string, Owner | undefined]>([
  ["what is written about it is its own where it is copied", "*.md", "README.md", own],
  ["its tests are not, though they are copied with others", "__*", "__tests__/a.json", undefined],
])("of a repository that is one package, %s", async (_, sources, path, owner) => {
  expect(await ownerIn({ ...alone, Dockerfile: copying(sources) }, path)).toEqual(owner);
});

const python = { name: "py", package: "services/py", dockerfile: "docker/Dockerfile" };
const ofPython = { "services.json": JSON.stringify({ services: [python] }) };
const bare = { ...alone, "package.json": null, Dockerfile: "" };
test.each<[string, Record<string, string | null>, string, Owner | undefined]>([
  ["a folder that the manifest calls a package", ofPython, "services/py/docs/a.md", own],
  ["such a folder's tests", ofPython, "services/py/jest.config.ts", own],
  ["a repository without any", bare, "docs/a.md", own],
  ["the workflows in such a folder, which are nobody's", ofPython, "services/py/.github/a.yml", undefined],
  ["the workflows of such a repository, which are nobody's", bare, ".github/workflows/a.yml", undefined],
])("without a package.json no name says what is not needed: %s", async (_, files, path, owner) => {
  expect(await ownerIn(files, path)).toEqual(owner);
});

test("another installer's lockfile counts beside pnpm's where the root does not say which of them installs", async () => {
  expect(await ownerIn({}, "yarn.lock")).toEqual({ kind: "global" });
});
