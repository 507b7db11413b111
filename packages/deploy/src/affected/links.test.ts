import { describe, expect, test } from "@jest/globals";
import { createGitRepository, type GitRepository } from "@cashsouk/testing/git-repository";
import { openRepository } from "../git";
import { detectAffected } from ".";
import { affected } from "./testing/affected";
import { affectedBy, type Files, json, keep, npm, within } from "./testing/changed-path";

type Links = Readonly<Record<string, string>>;

const shop = (changes: Files = {}): Files =>
  npm({
    "apps/api/package.json": json({ name: "api" }),
    "apps/web/package.json": json({ name: "web" }),
    "shared/v1/x.js": "1",
    "shared/v1/y.js": "1",
    "shared/v2/x.js": "2",
    ...changes,
  });
const lay = (links: Links) => (repository: GitRepository) => {
  for (const [path, target] of Object.entries(links)) repository.link(path, target);
};
const current = { "shared/current": "v1" };
const api = (...files: string[]) => ({ api: files.map((file) => `${file} changed`) });

describe("a link counts with what it leads to", () => {
  test.each<[string, Files, Links, string, Record<string, string[]>]>([
    [
      "through a link",
      {},
      { ...current, "apps/api/x.js": "../../shared/current/x.js" },
      "shared/v1/x.js",
      api("shared/v1/x.js"),
    ],
    [
      "but with nothing beside it",
      {},
      { ...current, "apps/api/x.js": "../../shared/current/x.js" },
      "shared/v1/y.js",
      {},
    ],
    [
      "as a folder through a link",
      { "shared/v1/lib/y.js": "1" },
      { ...current, "apps/api/lib": "../../shared/current/lib" },
      "shared/v1/lib/y.js",
      api("shared/v1/lib/y.js"),
    ],
    [
      "also where `..` stands behind a link, and means the folder that this one leads to",
      { "conf/a/b/c": "1", "conf/a/x.js": "1" },
      { "apps/api/b": "../../conf/a/b", "apps/api/x.js": "b/../x.js" },
      "conf/a/x.js",
      api("conf/a/x.js"),
    ],
    ["to the root", { "conf/x.js": "1" }, { "apps/api/root": "../.." }, "conf/x.js", api("conf/x.js")],
    [
      "but not to the packages there, which others need",
      {},
      { "apps/api/root": "../.." },
      "packages/other/index.js",
      {},
    ],
    [
      "to a folder whose name begins with two dots",
      { "..data/x": "1" },
      { "apps/api/data": "../../..data" },
      "..data/x",
      api("..data/x"),
    ],
    [
      "to what a build leaves in a package, which is that package",
      { ".gitignore": "dist\n" },
      { "apps/api/other": "../../packages/other/dist" },
      "packages/other/index.js",
      api("packages/other/index.js"),
    ],
    [
      "to a committed folder of a package, which is no more than that",
      { "packages/other/lib/x.js": "1" },
      { "apps/api/other": "../../packages/other/lib" },
      "packages/other/index.js",
      {},
    ],
    [
      "in a linked folder",
      { "conf/x": "1" },
      { "shared/v1/z.js": "../../conf/x", "apps/api/lib": "../../shared/v1" },
      "conf/x",
      api("conf/x"),
    ],
    [
      "but not to a place of the machine",
      { "conf/etc/x": "1" },
      { "apps/api/host": "../../conf/host", "conf/host": "/etc/x" },
      "conf/etc/x",
      {},
    ],
    ["nor in a circle", {}, { "apps/api/a": "b", "apps/api/b": "a" }, "shared/v1/x.js", {}],
  ])("%s", async (_, files, links, path, reasons) => {
    expect(await affectedBy(shop(files), path, { arrange: lay(links) })).toEqual(reasons);
  });

  test("and a link on its way that leads elsewhere now is a change", async () => {
    const repository = keep(createGitRepository(shop()));
    lay({ ...current, "apps/api/x.js": "../../shared/current/x.js" })(repository);
    const base = repository.commit();
    repository.link("shared/current", "v2");
    // What it leads to now is new to the service.
    expect(await affected(repository, base)).toEqual(api("shared/current", "shared/v2/x.js", "shared/v1/x.js"));
  });

  test("and into a submodule, where git shows nothing, with the submodule", async () => {
    const module = keep(createGitRepository({ "x.js": "1" }));
    const repository = keep(createGitRepository(shop()));
    repository.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", module.folder, "vendor/sub");
    repository.link("apps/api/x.js", "../../vendor/sub/x.js");
    const base = repository.commit();
    repository.git("-C", "vendor/sub", "commit", "--quiet", "--allow-empty", "--message", "on");
    expect(await affected(repository, base)).toEqual(api("vendor/sub"));
  });

  test.each<[string, string, Record<string, string[]>]>([
    [
      "out of the folder that is looked at can't be told",
      "../../../shared",
      { api: ["could not tell: the link apps/api/lib leads to ../shared, outside of the folder that is looked at"] },
    ],
    ["out of the folder and back into it", "../../../backend/shared/v1", { api: ["shared/v1/x.js changed"] }],
    ["out of the repository is none of it", "../../../../shared", {}],
  ])("%s", async (_, target, reasons) => {
    const all = { ...within("backend", shop()), "shared/x.js": "1" };
    const arrange = lay({ "backend/apps/api/lib": target });
    expect(await affectedBy(all, "backend/shared/v1/x.js", { folder: "backend", arrange })).toEqual(reasons);
  });
});

describe("a file that describes the workspace is read where it leads as a link", () => {
  const service = (name: string) => ({ name, package: name, dockerfile: `apps/${name}/Dockerfile` });
  const needing = (dependencies: object) => json({ name: "api", dependencies });
  const other = { api: ["its dependency other changed (packages/other/index.js)"] };

  test.each<[string, string, Files, string, Record<string, string[]>]>([
    [
      "services.json",
      "shared/v1/x.js",
      { "cfg/x": json({ services: [{ ...service("api"), paths: ["shared"] }] }) },
      "2",
      api("shared/v1/x.js"),
    ],
    [
      "services.json",
      "cfg/x",
      { "cfg/x": json({ services: [service("api")] }) },
      json({ services: [{ ...service("api"), buildArgs: { A: "1" } }] }),
      { api: ["its `buildArgs` changed in the manifest"] },
    ],
    [
      "pnpm-workspace.yaml",
      "packages/other/index.js",
      {
        "package.json": "{}",
        "cfg/x": "packages: [apps/*, packages/*]\n",
        "apps/api/package.json": needing({ other: "workspace:*" }),
      },
      "2",
      other,
    ],
    [
      "turbo.json",
      "conf/a",
      { "cfg/x": json({ globalDependencies: ["conf/**"] }), "services.json": json({ services: [service("api")] }) },
      "2",
      { api: ["conf/a changed, which every service uses"] },
    ],
    [
      "package.json",
      "packages/other/index.js",
      { "cfg/x": json({ workspaces: ["apps/*", "packages/*"] }), "apps/api/package.json": needing({ other: "*" }) },
      "2",
      other,
    ],
    [
      "packages/other/package.json",
      "packages/cfg/x",
      { "packages/cfg/x": json({ name: "other" }), "apps/api/package.json": needing({ other: "*" }) },
      json({ name: "other", version: "2.0.0" }),
      { api: ["its dependency other changed (packages/cfg/x)"] },
    ],
    [
      "pnpm-lock.yaml",
      "cfg/x",
      { "cfg/x": pnpmLock(""), "pnpm-workspace.yaml": "packages: [apps/*, packages/*]\n" },
      pnpmLock("    dependencies:\n      a:\n        specifier: 1.0.0\n        version: 1.0.0\n"),
      { api: ["the lockfile resolves a@1.0.0 differently"] },
    ],
  ])("%s, when %s changes", async (file, path, files, changed, reasons) => {
    const target = file.startsWith("packages/") ? "../cfg/x" : "cfg/x";
    expect(await affectedBy(shop(files), path, { arrange: lay({ [file]: target }), changed })).toEqual(reasons);
  });

  test("and so is a Dockerfile in a folder that is a link", async () => {
    const files = { "services.json": json({ services: [{ ...service("api"), dockerfile: "docker/current/x" }] }) };
    const arrange = lay({ "docker/current": "../cfg" });
    expect(await affectedBy(shop({ ...files, "cfg/x": "FROM base:1" }), "cfg/x", { arrange })).toEqual(api("cfg/x"));
  });

  test("and a manifest in one", async () => {
    const repository = keep(createGitRepository(shop({ "cfg/x.json": json({ services: [service("api")] }) })));
    repository.link("current", "cfg");
    const revision = repository.commit();
    repository.write({ "cfg/x.json": json({ services: [service("api"), service("web")] }) });
    const [, web] = await detectAffected(openRepository(repository.folder), {
      base: { kind: "revision", revision },
      deepen: false,
      manifest: "current/x.json",
    });
    expect(web?.reasons).toEqual([{ kind: "new-service" }]);
  });

  test.each(["services.json", "package.json", "packages/other/package.json", "turbo.json"])(
    "and %s that leads where git shows no file is refused",
    async (file) => {
      const arrange = lay({ [file]: "missing" });
      await expect(affectedBy(shop(), "shared/v1/x.js", { arrange })).rejects.toThrow(
        new RegExp(`^${file} is a link to \\S*missing, where git shows no file$`),
      );
    },
  );

  test("but of a lockfile each service is told that it can't be", async () => {
    const files = shop({ "pnpm-workspace.yaml": "packages: [apps/*, packages/*]\n" });
    const reason = expect.stringMatching(/^could not tell: pnpm-lock.yaml/);
    expect(await affectedBy(files, "shared/v1/x.js", { arrange: lay({ "pnpm-lock.yaml": "missing" }) })).toEqual({
      api: [reason],
      web: [reason],
    });
  });
});

function pnpmLock(ofApi: string): string {
  const snapshots =
    ofApi && "\npackages:\n\n  a@1.0.0:\n    resolution: {integrity: sha512-a}\n\nsnapshots:\n\n  a@1.0.0: {}\n";
  return `lockfileVersion: '9.0'\n\nimporters:\n\n  .: {}\n\n  apps/api:${ofApi ? `\n${ofApi}` : " {}\n"}\n  apps/web: {}\n\n  packages/other: {}\n${snapshots}`;
}
