import { expect, test } from "@jest/globals";
import { imageInputs } from "./inputs";
import type { Owner } from "./owners";
import { readSnapshot } from "./snapshot";
import { linkedTreeOf } from "./workspace-fixture";

const own: Owner = { kind: "own" };
const of = (name: string): Owner => ({ kind: "dependency", of: name });

/** What web has of a file, where there is one link. */
test.each<[string, [link: string, target: string], string, Owner | undefined]>([
  ["a file that its link leads to is its own", ["apps/web/terms", "../../legal/terms"], "legal/terms", own],
  ["so is what lies in a folder that its link leads to", ["apps/web/data", "../../data"], "data/a/b.json", own],
  ["without what is written about that", ["apps/web/data", "../../data"], "data/README.md", undefined],
  ["and without what begins like it", ["apps/web/data", "../../data"], "database/a.json", undefined],
  [
    "what a dependency's link leads to is the dependency's",
    ["packages/ui/a", "../../data"],
    "data/a.json",
    of("@x/ui"),
  ],
  ["what the link of a package that it doesn't need leads to is not", ["packages/tool/a", "../../d"], "d/a", undefined],
  [
    "a package that it doesn't need is, where its link leads there",
    ["apps/web/t", "../../packages/tool"],
    "packages/tool/src/tool.ts",
    own,
  ],
  ["so is a folder in there", ["apps/web/t", "../../packages/tool/src"], "packages/tool/src/tool.ts", own],
  [
    "but not where its link leads to the folder of packages",
    ["apps/web/all", "../../packages"],
    "packages/tool/src/tool.ts",
    undefined,
  ],
  [
    "documentation of a package is, where its link leads there",
    ["apps/web/help", "docs"],
    "apps/web/docs/help.md",
    own,
  ],
  [
    "but not where its link leads to the package",
    ["apps/web/ui", "../../packages/ui"],
    "packages/ui/docs/a.md",
    undefined,
  ],
  [
    "nor where its link leads to the folder of packages",
    ["apps/web/all", "../../packages"],
    "packages/ui/docs/a.md",
    undefined,
  ],
  [
    "what a package that it doesn't need is built into is that package, where its link leads there",
    ["apps/web/t", "../../packages/tool/dist"],
    "packages/tool/src/tool.ts",
    own,
  ],
  [
    "but what lies beside a folder in there is not",
    ["apps/web/t", "../../packages/tool/src"],
    "packages/tool/a.ts",
    undefined,
  ],
  ["nor is the root, where its link leads to nothing in there", ["apps/web/t", "../../dist"], "data/a.json", undefined],
  ["what lies at the root is its own, where its link leads there", ["apps/web/all", "../.."], "data/a.json", own],
  ["without what is written about that either", ["apps/web/all", "../.."], "docs/a.md", undefined],
  ["what a global link leads to is everyone's", ["shared.config", "conf/shared"], "conf/shared", { kind: "global" }],
])("%s", async (_, [link, target], path, owner) => {
  await expectOwner({ [link]: target }, path, owner);
});

/** The same where there are several, in this order. */
test.each<[string, Record<string, string>, string, Owner | undefined]>([
  [
    "a link in a folder that its link leads to leads on",
    { "apps/web/data": "../../data", "data/more": "../other" },
    "other/a.json",
    own,
  ],
  [
    "and what that leads to belongs to whom the folder does",
    { "apps/web/a": "../../one", "packages/ui/b": "../../two", "two/c": "../three" },
    "three/a.json",
    of("@x/ui"),
  ],
  [
    "a link that it doesn't need takes nothing from it",
    { "packages/tool/a": "../../data", "apps/web/data": "../../data" },
    "data/a.json",
    own,
  ],
  [
    "what two links lead to belongs to the first one's owner",
    { "packages/ui/a": "../../data", "apps/web/data": "../../data" },
    "data/a.json",
    of("@x/ui"),
  ],
  ["a link on the way is an input, too", { "packages/ui/a": "../../hop", hop: "data" }, "hop", of("@x/ui")],
  [
    "a link on two ways belongs to the first one's owner",
    { "packages/ui/a": "../../hop", "apps/web/a": "../../hop", hop: "data" },
    "hop",
    of("@x/ui"),
  ],
])("%s", async (_, links, path, owner) => {
  await expectOwner(links, path, owner);
});

async function expectOwner(links: Record<string, string>, path: string, owner: Owner | undefined) {
  const snapshot = await readSnapshot(linkedTreeOf(links, { [path]: "1" }));
  const service = snapshot.manifest.services.find(({ name }) => name === "web")!;
  const inputs = imageInputs(snapshot, service);
  expect([inputs.files.get(path), inputs.ownerOf(path)]).toEqual([owner, owner]);
}
