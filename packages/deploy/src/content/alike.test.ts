import { expect, test } from "@jest/globals";
import { imageInputs, installedAlike, ownAlike } from ".";
import { readSnapshot, readSnapshotBefore, type Snapshot } from ".";
import { linkedTreeOf, lockfile, settings, treeOf, workspaceFiles } from "./workspace-fixture";

type Files = Record<string, string | null>;

const web = (snapshot: Snapshot) => {
  const service = snapshot.manifest.services.find(({ name }) => name === "web");
  if (!service) throw new Error("no service web");
  return imageInputs(snapshot, service);
};
const named = (name: string, ...needs: string[]) =>
  JSON.stringify({ name, dependencies: Object.fromEntries(needs.map((need) => [need, "workspace:*"])) });
const { services } = JSON.parse(workspaceFiles["services.json"]!) as { services: { name: string }[] };
const ofWeb = (fields: object) => ({
  "services.json": JSON.stringify({
    services: services.map((one) => (one.name === "web" ? { ...one, ...fields } : one)),
    global: ["shared.config"],
  }),
});
const inner = { "pnpm-workspace.yaml": settings.replace("packages/*", "packages/*, packages/*/*") };

const deep = {
  "pnpm-workspace.yaml": settings.replace("packages/*", "packages/**"),
  "apps/web/package.json": named("@x/web", "@x/a", "@x/b"),
};

/** Whether both states own the same paths, and whether both are installed alike, seen from web. */
test.each<[string, Files, Files, [boolean, boolean]]>([
  ["the same", {}, {}, [true, true]],
  ["of which one has another text", {}, { "README.md": "2", "apps/web/app/page.tsx": "2" }, [true, true]],
  ["with other global paths", {}, { "services.json": JSON.stringify({ services, global: [] }) }, [false, true]],
  [
    "with another Dockerfile",
    { "docker/Other": "" },
    { "docker/Other": "", ...ofWeb({ dockerfile: "docker/Other" }) },
    [false, true],
  ],
  ["with other paths", {}, ofWeb({ paths: ["README.md"] }), [false, true]],
  [
    "with other global dependencies of turbo's",
    {},
    { "turbo.json": '{"globalDependencies":["*.config"]}' },
    [false, true],
  ],
  [
    "of which one's Dockerfile copies a file by name",
    {},
    { "docker/Dockerfile": "FROM base:1\nCOPY README.md /\n" },
    [false, true],
  ],
  [
    "of which one's Dockerfile says something else",
    {},
    { "docker/Dockerfile": "FROM base:2\nCOPY . .\n" },
    [true, true],
  ],
  [
    "of which one links to a folder that is no package",
    {},
    {
      "apps/web/package.json": JSON.stringify({
        name: "@x/web",
        dependencies: { "@x/ui": "workspace:*", lib: "link:../../vendor/lib" },
      }),
    },
    [false, true],
  ],
  ["with another lockfile", {}, { "pnpm-lock.yaml": lockfile.replace("sha512-c", "sha512-z") }, [true, false]],
  ["with other settings", {}, { "pnpm-workspace.yaml": `${settings}nodeLinker: hoisted\n` }, [true, false]],
  ["with another package.json at the root", {}, { "package.json": '{"name":"root"}' }, [true, false]],
  [
    "of which one declares a patch",
    {},
    { "pnpm-workspace.yaml": `${settings}patchedDependencies: {c: patches/c.patch}\n` },
    [false, false],
  ],
  [
    "of which one has a package under another name",
    {},
    { "packages/ui/package.json": named("@x/kit", "@x/shared"), "apps/web/package.json": named("@x/web", "@x/kit") },
    [false, true],
  ],
  [
    "of which one has a package in another folder",
    {},
    { "packages/ui/package.json": null, "packages/kit/package.json": workspaceFiles["packages/ui/package.json"]! },
    [false, false],
  ],
  [
    "of which one has a package in another folder, in the same order",
    {},
    { "packages/ui/package.json": null, "packages/ui-2/package.json": workspaceFiles["packages/ui/package.json"]! },
    [false, false],
  ],
  [
    "whose folders differ, though their names in a row read alike",
    { ...deep, "packages/a/package.json": named("@x/a"), "packages/apackages/b/package.json": named("@x/b") },
    { ...deep, "packages/apackages/a/package.json": named("@x/a"), "packages/b/package.json": named("@x/b") },
    [false, false],
  ],
  [
    "of which one needs a package less",
    {},
    {
      "packages/ui/package.json": named("@x/ui"),
      "pnpm-lock.yaml": lockfile.replace(/(?<=packages\/ui:)\n.*\n.*link:..\/shared}/, " {}"),
    },
    [false, false],
  ],
  [
    "of which one says no more of a package that its lockfile links",
    {},
    { "packages/ui/package.json": named("@x/ui") },
    [true, true],
  ],
  [
    "of which one needs a package more, after all others",
    {},
    { "packages/ui/package.json": named("@x/ui", "@x/shared", "@x/z"), "packages/z/package.json": named("@x/z") },
    [false, false],
  ],
  [
    "of which one has a package inside of another, which is a part of it",
    inner,
    { ...inner, "packages/ui/src/package.json": named("@x/inner") },
    [false, false],
  ],
])("two states %s", async (_, before, after, wanted) => {
  const [base, head] = (await Promise.all([before, after].map((files) => readSnapshot(treeOf(files))))).map(web);
  expect([ownAlike(base!, head!), installedAlike(base!, head!)]).toEqual(wanted);
  expect([ownAlike(head!, base!), installedAlike(head!, base!)]).toEqual(wanted);
});

test.each<[string, Record<string, string>, [boolean, boolean]]>([
  ["are alike where nothing describes it anew", { "README.md": "2" }, [true, true]],
  ["are installed otherwise with another lockfile", { "pnpm-lock.yaml": `${lockfile}\n` }, [true, false]],
])("two states that share their packages %s", async (_, changes, wanted) => {
  const now = await readSnapshot(treeOf());
  const changed = new Set(Object.keys(changes));
  const [base, head] = [
    await readSnapshotBefore(now, { tree: treeOf(changes), changed, manifest: undefined }),
    now,
  ].map(web);
  expect(base!.packages.nodes).toEqual(head!.packages.nodes);
  expect([ownAlike(base!, head!), installedAlike(base!, head!)]).toEqual(wanted);
});

test("what is compared with itself is alike", async () => {
  const inputs = web(await readSnapshot(treeOf()));
  expect([ownAlike(inputs, inputs), installedAlike(inputs, inputs)]).toEqual([true, true]);
});

test("two states whose links lead elsewhere own other paths", async () => {
  const [base, head, again] = (
    await Promise.all(
      ["../../a", "../../b", "../../b/."].map((to) => readSnapshot(linkedTreeOf({ "apps/web/data": to }))),
    )
  ).map(web);
  expect([ownAlike(base!, head!), ownAlike(head!, again!)]).toEqual([false, true]);
});

test("two states whose links lead to the same place, one of them by a link on the way, own other paths", async () => {
  const [base, head] = (
    await Promise.all(
      [{ "apps/web/data": "../../data" }, { "apps/web/data": "../../hop", hop: "data" }].map((links) =>
        readSnapshot(linkedTreeOf(links)),
      ),
    )
  ).map(web);
  expect(ownAlike(base!, head!)).toBe(false);
});

test("two states of which only one is pnpm's own other paths and are installed otherwise", async () => {
  const npm = {
    "pnpm-lock.yaml": null,
    "pnpm-workspace.yaml": null,
    "package.json": '{"name":"root","workspaces":["apps/*","packages/*"]}',
  };
  const [base, head] = (await Promise.all([npm, {}].map((files) => readSnapshot(treeOf(files))))).map(web);
  expect([ownAlike(base!, head!), installedAlike(base!, head!)]).toEqual([false, false]);
});
