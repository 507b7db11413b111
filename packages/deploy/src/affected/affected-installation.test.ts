import { describe, expect, test } from "@jest/globals";
import { environment, lockfile, settings } from "../content/workspace-fixture";
import { both, compared, type Files, told } from "./testing/two-states";

const resolvesAnew = (...keys: string[]) => [
  "package.json changed, which every service uses",
  ...keys.map((key) => `the lockfile resolves ${key} differently`),
  "package.json changed in what this service uses of it",
  "pnpm-workspace.yaml changed in what this service uses of it",
];
const anotherInstaller = {
  api: resolvesAnew("a@1.0.0(p@1.0.0)", "b@1.0.0", "p@1.0.0"),
  web: resolvesAnew("c@1.0.0"),
};
const patchChangesHands = {
  api: [
    "apps/api/package.json changed",
    "patches/c.patch changed, which every service uses",
    "the lockfile resolves c@1.0.0 differently",
    "pnpm-workspace.yaml changed in what this service uses of it",
  ],
  web: ["patches/c.patch changed, which every service uses"],
};
const patched = {
  "patches/c.patch": "1",
  "pnpm-workspace.yaml": `${settings}patchedDependencies: {c: patches/c.patch}\n`,
};
const apiNeedsC = {
  "apps/api/package.json": JSON.stringify({
    name: "@x/api",
    dependencies: { "@x/shared": "workspace:*", a: "catalog:", c: "catalog:" },
  }),
  "pnpm-lock.yaml": lockfile.replace(
    "      a: {specifier: 'catalog:', version: 1.0.0(p@1.0.0)}\n",
    (line) => `${line}      c: {specifier: 'catalog:', version: 1.0.0}\n`,
  ),
};
/** Every dependency in it is the registry's. */
const unlinked = lockfile.replace(/'@x\/.*link:.*/g, "p: {specifier: ^1.0.0, version: 1.0.0}");
const npm = {
  "pnpm-lock.yaml": null,
  "pnpm-workspace.yaml": null,
  "package.json": JSON.stringify({ workspaces: ["apps/*", "packages/*"] }),
};

describe("between two states", () => {
  test.each<[string, Files, Files, Record<string, unknown[]>]>([
    [
      "a patch that is no longer declared counts for those whom it reached",
      patched,
      { "patches/c.patch": null },
      {
        web: [
          "patches/c.patch changed, which every service uses",
          "pnpm-workspace.yaml changed in what this service uses of it",
        ],
      },
    ],
    [
      "a patch whose text changed counts for those whom it reaches",
      patched,
      { ...patched, "patches/c.patch": "2" },
      { web: ["patches/c.patch changed, which every service uses"] },
    ],
    [
      "a patch that changed and reaches another service from now on counts for it, too",
      patched,
      { ...patched, "patches/c.patch": "2", ...apiNeedsC },
      patchChangesHands,
    ],
    [
      "a patch that changed and no longer reaches a service counts for it, too",
      { ...patched, ...apiNeedsC },
      { ...patched, "patches/c.patch": "2" },
      patchChangesHands,
    ],
    [
      "a resolved package explains the lockfile, which then is not named itself",
      {},
      { "pnpm-lock.yaml": lockfile.replaceAll("sha512-p", "sha512-q") },
      { api: ["the lockfile resolves p@1.0.0 differently"] },
    ],
    [
      "a version that takes another one's place is told once",
      {},
      { "pnpm-lock.yaml": lockfile.replaceAll("c@1.0.0", "c@1.1.0").replace(/(c: .*version:) 1.0.0/g, "$1 1.1.0") },
      { web: ["the lockfile resolves c@1.1.0 differently"] },
    ],
    [
      "without one the lockfile is named",
      {},
      { "pnpm-lock.yaml": lockfile.replace("autoInstallPeers: true", "autoInstallPeers: false") },
      both("pnpm-lock.yaml changed in what this service uses of it"),
    ],
    [
      "with one, the other root files are named besides",
      {},
      {
        "pnpm-lock.yaml": lockfile.replaceAll("sha512-c", "sha512-d2"),
        "pnpm-workspace.yaml": `${settings}nodeLinker: hoisted\n`,
      },
      {
        api: ["pnpm-workspace.yaml changed in what this service uses of it"],
        web: [
          "the lockfile resolves c@1.0.0 differently",
          "pnpm-workspace.yaml changed in what this service uses of it",
        ],
      },
    ],
    ["a workspace that takes on pnpm has all that is installed as its reason", npm, {}, anotherInstaller],
    ["a workspace that leaves pnpm has what was installed as its reason", {}, npm, anotherInstaller],
    [
      "npm's lockfile counts whole",
      npm,
      { ...npm, "package-lock.json": "1" },
      both("package-lock.json changed, and only pnpm's lockfile is compared package by package: all importers"),
    ],
    [
      "a lockfile that only the base can't give is told to be the base's",
      { "pnpm-lock.yaml": "lockfileVersion: '6.0'\n" },
      {},
      both(expect.stringMatching(/^could not tell: at its base: pnpm-lock.yaml: lockfileVersion/)),
    ],
    [
      "a lockfile that is unreadable now is told without the base",
      {},
      { "pnpm-lock.yaml": "lockfileVersion: '6.0'\n" },
      both(expect.stringMatching(/^could not tell: pnpm-lock.yaml: lockfileVersion/)),
    ],
    [
      "a lockfile that turns out unreadable when it is compared is told as well",
      {},
      { "pnpm-lock.yaml": `${lockfile}  x@1: [\n` },
      both(expect.stringMatching(/^could not tell: pnpm-lock.yaml is not YAML/)),
    ],
    [
      "a lockfile that lacks what only some services need is told to these alone",
      {},
      { "pnpm-lock.yaml": lockfile.replace("  c@1.0.0: {}\n", "") },
      { web: ["could not tell: pnpm-lock.yaml: no snapshot of c@1.0.0, which something depends on"] },
    ],
    [
      "so is one whose packages nobody had to look for in the lockfile",
      { "pnpm-lock.yaml": unlinked },
      { "pnpm-lock.yaml": unlinked.replace("  c@1.0.0: {}\n", "") },
      { web: ["could not tell: pnpm-lock.yaml: no snapshot of c@1.0.0, which something depends on"] },
    ],
    [
      "another pnpm, which its own part of the lockfile says, counts for every service",
      { "pnpm-lock.yaml": environment("12.1.0") + lockfile },
      { "pnpm-lock.yaml": environment("12.2.0") + lockfile },
      both("pnpm-lock.yaml changed in pnpm's own version or its configDependencies, which every service uses"),
    ],
  ])("%s", async (_, before, after, wanted) => {
    const { head, base, changed } = await compared(before, after);
    expect(told(head, base, changed)).toEqual(wanted);
  });
});
