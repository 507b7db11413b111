import { describe, expect, test } from "@jest/globals";
import { lockfile, settings } from "../content/workspace-fixture";
import { affected, affectedSince } from "./testing/affected";
import { start } from "./testing/small-repository";

/** ui gets a dependency, and web with it. */
const withDependencyOfUi = lockfile.replace(
  "  packages/ui:\n    dependencies:\n",
  "  packages/ui:\n    dependencies:\n      d: {specifier: ^1.0.0, version: 1.0.0}\n",
);

describe("since a revision", () => {
  test.each<[string, Record<string, string | null>, Record<string, string[]>]>([
    [
      "a bump in the lockfile affects those whose resolved packages changed, through peers",
      { "pnpm-lock.yaml": lockfile.replaceAll("sha512-p", "sha512-p2") },
      { api: ["the lockfile resolves p@1.0.0 differently"] },
    ],
    ["a bump of a root tool affects nothing", { "pnpm-lock.yaml": lockfile.replaceAll("d@1.0.0", "d@1.0.1") }, {}],
    ["a comment in pnpm-workspace.yaml affects nothing", { "pnpm-workspace.yaml": `# why\n${settings}` }, {}],
    [
      "a setting of pnpm affects every service",
      { "pnpm-workspace.yaml": `${settings}nodeLinker: hoisted\n` },
      {
        api: ["pnpm-workspace.yaml changed in what this service uses of it"],
        web: ["pnpm-workspace.yaml changed in what this service uses of it"],
      },
    ],
    [
      "a script in the root's package.json affects nothing",
      { "package.json": '{"name":"root","scripts":{"a":"b"}}' },
      {},
    ],
    [
      "a lockfile that can't be read affects every service, with that reason",
      { "pnpm-lock.yaml": "lockfileVersion: '6.0'\n" },
      {
        api: [expect.stringContaining("could not tell: pnpm-lock.yaml: lockfileVersion") as unknown as string],
        web: [expect.stringContaining("could not tell: pnpm-lock.yaml: lockfileVersion") as unknown as string],
      },
    ],
    [
      "a dependency bump affects the dependents of the package that has it",
      { "pnpm-lock.yaml": withDependencyOfUi },
      { web: ["the lockfile resolves d@1.0.0 differently"] },
    ],
    [
      "an override affects those whom it reaches",
      {
        "pnpm-workspace.yaml": `${settings}overrides: {c: 1.0.0}\n`,
        "pnpm-lock.yaml": lockfile.replace("importers:", "overrides: {c: 1.0.0}\nimporters:"),
      },
      {
        web: [
          "pnpm-workspace.yaml changed in what this service uses of it",
          "pnpm-lock.yaml changed in what this service uses of it",
        ],
      },
    ],
    [
      "a patch affects those whom it reaches",
      {
        "patches/c.patch": "1",
        "pnpm-workspace.yaml": `${settings}patchedDependencies: {c: patches/c.patch}\n`,
        "pnpm-lock.yaml": lockfile
          .replace("importers:", "patchedDependencies: {c: {hash: abc, path: patches/c.patch}}\nimporters:")
          .replace("'catalog:', version: 1.0.0}\n  packages", "'catalog:', version: 1.0.0(patch_hash=abc)}\n  packages")
          .replace("  c@1.0.0: {}", "  c@1.0.0(patch_hash=abc): {}"),
      },
      {
        web: [
          "patches/c.patch changed, which every service uses",
          "the lockfile resolves c@1.0.0(patch_hash=abc) differently",
          "pnpm-workspace.yaml changed in what this service uses of it",
        ],
      },
    ],
    [
      "a setting in the lockfile affects every service",
      { "pnpm-lock.yaml": lockfile.replace("autoInstallPeers: true", "autoInstallPeers: false") },
      {
        api: ["pnpm-lock.yaml changed in what this service uses of it"],
        web: ["pnpm-lock.yaml changed in what this service uses of it"],
      },
    ],
    [
      "a catalog entry that moved affects those that use it",
      {
        "pnpm-workspace.yaml": settings.replace("c: ^1.0.0", "c: ^1.1.0"),
        "pnpm-lock.yaml": lockfile
          .replace("c: {specifier: ^1.0.0, version: 1.0.0}", "c: {specifier: ^1.1.0, version: 1.1.0}")
          .replace("c: {specifier: 'catalog:', version: 1.0.0}", "c: {specifier: 'catalog:', version: 1.1.0}")
          .replaceAll("c@1.0.0", "c@1.1.0"),
      },
      {
        web: [
          "the lockfile resolves c@1.1.0 differently",
          "pnpm-workspace.yaml changed in what this service uses of it",
        ],
      },
    ],
  ])("%s", async (_, change, wanted) => {
    const { repository, base } = start();
    repository.write(change);
    expect(await affected(repository, base)).toEqual(wanted);
  });

  test.each([
    ["npm's", { "package-lock.json": "1" }, { "package-lock.json": "2" }],
    ["Yarn's classic", { "yarn.lock": "# yarn lockfile v1" }, { "yarn.lock": "# yarn lockfile v1\n" }],
    ["Yarn's later", { "yarn.lock": "__metadata:", ".yarnrc.yml": "" }, { "yarn.lock": "__metadata:\n" }],
  ])("a change of %s lockfile affects every importer, and says why", async (_, before, after) => {
    const { repository } = start();
    const workspaces = JSON.stringify({ name: "root", workspaces: ["apps/*", "packages/*"] });
    const base = repository.commit({
      "pnpm-lock.yaml": null,
      "pnpm-workspace.yaml": null,
      "package.json": workspaces,
      ...before,
    });
    repository.write(after);
    const [file] = Object.keys(after);
    const why = `${file} changed, and only pnpm's lockfile is compared package by package: all importers`;
    expect(await affectedSince(repository, { kind: "revision", revision: base })).toEqual({ api: [why], web: [why] });
  });

  test.each<[string, object, string, boolean]>([
    ["where a script runs it", { scripts: { postinstall: "patch-package && true" } }, "patches/a+1.0.0.patch", true],
    ["where the root has it as a tool", { devDependencies: { "patch-package": "^8" } }, "patches/a+1.0.0.patch", true],
    [
      "in the folder that a script names",
      { scripts: { a: "true", prepare: "patch-package --patch-dir ./fixes/" } },
      "fixes/deep/a+1.0.0.patch",
      true,
    ],
    ["but in no other", { scripts: { prepare: "patch-package --patch-dir=fixes" } }, "patches/a+1.0.0.patch", false],
    [
      "in the usual folder, though a second call names another",
      { scripts: { prepare: "patch-package && patch-package --patch-dir ci" } },
      "patches/a+1.0.0.patch",
      true,
    ],
    [
      "in the folder of a second call",
      { scripts: { prepare: "patch-package --patch-dir a; npx patch-package --patch-dir 'b c'" } },
      "b c/a+1.0.0.patch",
      true,
    ],
    ["but not where nobody runs it", { scripts: { a: "my-patch-packager" } }, "patches/a+1.0.0.patch", false],
  ])("a patch of patch-package's affects every service, %s", async (_, said, file, isEveryones) => {
    const { repository } = start();
    const root = { name: "root", workspaces: ["apps/*", "packages/*"], ...said };
    const without = { "pnpm-lock.yaml": null, "pnpm-workspace.yaml": null, "package-lock.json": "1" };
    const base = repository.commit({ ...without, "package.json": JSON.stringify(root), [file]: "1" });
    repository.write({ [file]: "2" });
    const why = `${file} changed, which every service uses`;
    expect(await affected(repository, base)).toEqual(isEveryones ? { api: [why], web: [why] } : {});
  });

  test("a lockfile that could not be read and still can't affects every service, whatever changed", async () => {
    const { repository } = start();
    const base = repository.commit({ "pnpm-lock.yaml": "lockfileVersion: '6.0'\n" });
    const why = expect.stringContaining("could not tell: pnpm-lock.yaml: lockfileVersion") as unknown as string;
    expect(await affectedSince(repository, { kind: "revision", revision: base })).toEqual({ api: [why], web: [why] });
  });
});
