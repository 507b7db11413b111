import { describe, expect, test } from "@jest/globals";
import { affectedBy, type Files, json, needs, npm, pnpm, pnpmLock } from "./testing/changed-path";

const everyone = (file: string) => [`${file} changed, which every service uses`];
const wholeLockfile = (file: string) => [
  `${file} changed, and only pnpm's lockfile is compared package by package: all importers`,
];
const both = (reasons: string[]) => ({ api: reasons, web: reasons });
const shared = (changes: Files = {}, settings = ""): Files => ({ ...pnpm(settings, {}, pnpmLock("")), ...changes });
const rootOf = (fields: object) => ({ "package.json": json({ private: true, ...fields }) });
/** pnpm's, without a lockfile at the root: each package has its own, or none is committed. */
const apart = (changes: Files = {}, settings = ""): Files =>
  Object.fromEntries(Object.entries(shared(changes, settings)).filter(([path]) => path !== "pnpm-lock.yaml"));

describe("where pnpm's workspace has no lockfile at its root", () => {
  const settings = "sharedWorkspaceLockfile: false\npatchedDependencies: {a: ./patches/a@1.0.0.patch}\n";
  test.each<[string, string]>([
    ["its hooks count for everybody", ".pnpmfile.cjs"],
    ["and the other form of them", ".pnpmfile.mjs"],
    ["a lockfile that the root has for itself counts for everybody", "pnpm-lock.yaml"],
    ["a patch that is declared counts for everybody", "patches/a@1.0.0.patch"],
  ])("%s", async (_, path) => {
    expect(await affectedBy(apart({}, settings), path)).toMatchObject(both(everyone(path)));
  });

  test("its settings count for everybody", async () => {
    const files = apart({}, settings);
    const changed = { ...files, "pnpm-workspace.yaml": `${files["pnpm-workspace.yaml"]}catalog: {a: ^2}\n` };
    expect(await affectedBy(files, "pnpm-workspace.yaml", { changed: changed["pnpm-workspace.yaml"] })).toEqual(
      both(everyone("pnpm-workspace.yaml")),
    );
  });
});

test("a branch's own lockfile of pnpm's (gitBranchLockfile) counts for everybody", async () => {
  expect(await affectedBy(shared(), "pnpm-lock.feature!x.yaml")).toEqual(both(everyone("pnpm-lock.feature!x.yaml")));
});

test("Rush's lockfile, and what it installs by, count for everybody", async () => {
  const lockfile = "common/config/rush/pnpm-lock.yaml";
  expect(await affectedBy(npm({ "rush.json": "{}" }), lockfile)).toEqual(both(everyone(lockfile)));
});

test("hooks that pnpm's settings name by another file count for everybody", async () => {
  const files = shared({ "tools/hooks.cjs": "1" }, "pnpmfile: tools/hooks.cjs\n");
  expect(await affectedBy(files, "tools/hooks.cjs")).toEqual(both(everyone("tools/hooks.cjs")));
});

describe("two installers' lockfiles", () => {
  const two = (root: object) => shared({ "yarn.lock": "1", "package-lock.json": "{}", ...rootOf(root) });
  test.each<[string, Files, string, Record<string, string[]>]>([
    ["count both, where nobody says who installs", two({}), "yarn.lock", both(wholeLockfile("yarn.lock"))],
    ["and the other's is left over, where pnpm does", two({ packageManager: "pnpm@10.1.0" }), "yarn.lock", {}],
    ["or is said to as an engine", two({ devEngines: { packageManager: { name: "pnpm" } } }), "yarn.lock", {}],
    [
      "and that of another program counts, where that is said to install",
      two({ packageManager: "npm@11.0.0" }),
      "package-lock.json",
      both(wholeLockfile("package-lock.json")),
    ],
    [
      "and pnpm's counts whole there, since nobody knows what it is for",
      two({ packageManager: "npm@11.0.0" }),
      "pnpm-lock.yaml",
      both(everyone("pnpm-lock.yaml")),
    ],
  ])("%s", async (_, files, path, reasons) => {
    expect(await affectedBy(files, path, { changed: "{}\n" })).toEqual(reasons);
  });
});

describe("Bun's", () => {
  const files = npm({ "bun.lock": "{}" }, { patchedDependencies: { "a@1.0.0": "patches/a@1.0.0.patch" } });
  test.each([
    ["patches count for everybody: its lockfile has only their paths", "patches/a@1.0.0.patch"],
    ["settings do", "bunfig.toml"],
  ])("%s", async (_, path) => expect(await affectedBy(files, path)).toMatchObject(both(everyone(path))));
});

test("what the lockfile says of the time of a package counts for who resolves it, and for nobody else", async () => {
  const time = (text: string) => `time:\n  a@1.0.0: '${text}'\n`;
  const lock = (at: string) =>
    pnpmLock(needs("a", "^1.0.0", "1.0.0"), `packages: {a@1.0.0: {}}\nsnapshots: {a@1.0.0: {}}\n${time(at)}`);
  const files = pnpm("", { a: "^1.0.0" }, lock("2026-01-01"));
  expect(await affectedBy(files, "pnpm-lock.yaml", { changed: lock("2026-01-02") })).toEqual({});
});

describe("packages", () => {
  test.each<[string, Files, string, Record<string, string[]>]>([
    [
      "in a folder whose name ends like an installer's are packages",
      npm({
        "apps/api/package.json": json({ name: "api", dependencies: { find: "*" } }),
        "packages/find-node_modules/package.json": json({ name: "find" }),
      }),
      "packages/find-node_modules/index.js",
      { api: ["its dependency find changed (packages/find-node_modules/index.js)"] },
    ],
    [
      "that npm's list takes back after it has refused them are packages",
      npm(
        {
          "apps/api/package.json": json({ name: "api", dependencies: { old: "*" } }),
          "packages/legacy/ui/package.json": json({ name: "old" }),
        },
        { workspaces: ["apps/*", "packages/**", "!packages/legacy/**", "packages/legacy/ui"] },
      ),
      "packages/legacy/ui/index.js",
      { api: ["its dependency old changed (packages/legacy/ui/index.js)"] },
    ],
    [
      "that pnpm's settings refuse are none, whatever comes later",
      shared({
        "apps/api/package.json": json({ name: "api", dependencies: { old: "*" } }),
        "packages/legacy/ui/package.json": json({ name: "old" }),
        "pnpm-workspace.yaml": 'packages: ["apps/*", "packages/**", "!packages/legacy/**", "packages/legacy/ui"]\n',
      }),
      "packages/legacy/ui/index.js",
      {},
    ],
  ])("%s", async (_, files, path, reasons) => expect(await affectedBy(files, path)).toEqual(reasons));
});

describe("turbo's newer form of global dependencies counts for everybody", () => {
  const turbo = json({ futureFlags: { globalConfiguration: true }, global: { inputs: ["conf/**"] } });
  test.each([
    ["as it is", turbo],
    ["behind a mark of the file's encoding", `\ufeff${turbo}`],
    ["with comments", `// conf\n${turbo}`],
  ])("%s", async (_, text) => {
    expect(await affectedBy(npm({ "turbo.json": text }), "conf/a")).toEqual(both(everyone("conf/a")));
  });
});

describe("what turbo's tasks look at above the packages counts for everybody", () => {
  const turbo = (task: string, ...inputs: string[]) => ({ "turbo.json": json({ tasks: { [task]: { inputs } } }) });
  test.each<[string, Files, Record<string, string[]>]>([
    ["where it builds", turbo("build", "$TURBO_DEFAULT$", "$TURBO_ROOT$/conf/**"), both(everyone("conf/a"))],
    ["but not where it only checks", turbo("api#lint", "$TURBO_ROOT$/conf/**"), {}],
    ["nor what is the packages' own", turbo("build", "conf/**", "!$TURBO_ROOT$/conf/**"), {}],
  ])("%s", async (_, files, reasons) => expect(await affectedBy(npm(files), "conf/a")).toEqual(reasons));
});
