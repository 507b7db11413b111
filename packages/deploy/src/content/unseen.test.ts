import { expect, test } from "@jest/globals";
import { imageInputs } from "./inputs";
import { readSnapshot } from "./snapshot";
import { unseenOf } from "./unseen";
import { linkedTreeOf } from "./workspace-fixture";

const needing = (specifier: string) => ({
  "apps/api/package.json": JSON.stringify({ name: "@x/api", dependencies: { lib: specifier } }),
});
const nothingAt = (place: string) => `a dependency leads to ${place}, and git shows nothing there`;
test.each<[string, Record<string, string>, Record<string, string>, string[]]>([
  ["of which git shows nothing", needing("link:../../vendor/lib"), {}, [nothingAt("vendor/lib")]],
  ["of which git shows a file", { ...needing("link:../../vendor/lib"), "vendor/lib/index.js": "1" }, {}, []],
  ["that is a file", { ...needing("file:../../vendor/lib.tgz"), "vendor/lib.tgz": "1" }, {}, []],
  ["that the build makes in the package itself", needing("link:./dist"), {}, []],
  ["that a link leads to", { "data/a.json": "1" }, { "apps/api/data": "../../data" }, []],
  [
    "that a link leads to outside of the folder",
    {},
    { "apps/api/data": "../../../data" },
    ["the link apps/api/data leads to ../data, outside of the folder that is looked at"],
  ],
  ["that another package's link leads to outside of the folder", {}, { "apps/web/data": "../../../data" }, []],
])("why more may go into an image, which is not seen, is told of a place %s", async (_, files, links, wanted) => {
  const snapshot = await readSnapshot({ ...linkedTreeOf(links, files), prefix: "shop/" });
  expect(unseenOf(imageInputs(snapshot, snapshot.manifest.services[0]!))).toEqual(wanted);
});
