import { expect, test } from "@jest/globals";
import { copiedSources, readSnapshot } from ".";
import { copiedPaths } from "./copied";
import { treeOf } from "./workspace-fixture";

test.each<[string, string, string, string | undefined, boolean]>([
  ["a file is copied that is named, whatever its name", "README.md", "README.md", undefined, true],
  ["so is what lies in a named folder", "docs", "docs/guide.md", undefined, true],
  ["but not what lies beside it and begins like it", "docs", "docs-old/guide.md", undefined, false],
  ["whatever its name", "docs", "docs/README.md", undefined, true],
  ["a glob brings what it matches", "*.config", "shared.config", undefined, true],
  ["and nothing from a folder below", "*.config", "docs/shared.config", undefined, false],
  ["and nothing that it does not match", "docs/*.html", "docs/guide.md", undefined, false],
  ["a glob that matches a folder brings what lies in it", "docs/*", "docs/guides/first.md", undefined, true],
  ["a glob matches what is hidden, too", "*.conf", ".shared.conf", undefined, true],
  ["the marks of a group are a name's, in a glob too", "site/(home)/*.js", "site/(home)/a.js", undefined, true],
  ["and are not left out", "site/(home)/*.ts", "site/home/a.ts", undefined, false],
  ["what is written for people is brought too", "*.md", "README.md", undefined, true],
  ["but not by a glob that names nothing", "*", "README.md", undefined, false],
  ["however many stars that has", "**", "README.md", undefined, false],
  ["and what only lies in a folder of documentation is not", "docs/*.md", "docs/guide.md", undefined, true],
  [
    "a folder inside of a package is copied, where it is named",
    "apps/web/docs",
    "apps/web/docs/a.md",
    "apps/web",
    true,
  ],
  ["the package itself brings what its own rule says", "apps/web", "apps/web/docs/a.md", "apps/web", false],
  ["so does a glob over packages", "apps/*/docs", "apps/web/docs/a.md", "apps/web", false],
  ["a name that begins as a glob's negation does is a name", "!docs", "!docs/guide.md", undefined, true],
  ["and brings nothing else", "!docs", "docs/guide.md", undefined, false],
  ["at the root, a folder is copied as if there were no package", "docs", "docs/guide.md", ".", true],
  ["one of several sources is enough", "README.md apps/web/docs", "apps/web/docs/a.md", "apps/web", true],
  ["what is copied with everything else is left to its rule", ".", "README.md", undefined, false],
])("%s", (_, sources, path, folder, wanted) => {
  // In a package that is needed, only what lies below its folder can be meant.
  const isMeant = (place: string) => folder === undefined || folder === "." || place.startsWith(`${folder}/`);
  expect(copiedPaths(`FROM base:1\nCOPY ${sources} /site/\n`, {}).has(path, isMeant)).toBe(wanted);
});

test("the sources are told as the Dockerfile names them", () => {
  expect(copiedPaths("FROM base:1\nCOPY docs/* ./README.md /site/\n", {}).paths).toEqual(["docs/*", "README.md"]);
});

test.each<[string, object, Record<string, string>]>([
  ["the manifest says", { S: "docs" }, {}],
  ["the build is given", {}, { S: "docs" }],
  ["the build is given over the manifest's", { S: "other" }, { S: "docs" }],
])("the sources are those by the build arguments that %s", async (_, buildArgs, given) => {
  const services = [{ name: "api", package: "@x/api", dockerfile: "docker/Dockerfile", buildArgs }];
  const files = {
    "services.json": JSON.stringify({ services }),
    "docker/Dockerfile": "FROM base:1\nARG S\nCOPY $S /\n",
  };
  const snapshot = await readSnapshot(treeOf(files));
  expect(copiedSources(snapshot, snapshot.manifest.services[0]!, given).paths).toEqual(["docs"]);
});
