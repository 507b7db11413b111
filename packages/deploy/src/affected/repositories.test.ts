import { afterEach, describe, expect, test } from "@jest/globals";
import { createGitRepository, type GitRepository } from "@cashsouk/testing/git-repository";
import { rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { workspaceFiles } from "../content/workspace-fixture";
import { openRepository } from "../git";
import { describeReason, detectAffected } from ".";
import { affected, affectedSince } from "./testing/affected";

const made: GitRepository[] = [];
const keep = (repository: GitRepository) => (made.push(repository), repository);
afterEach(() => made.splice(0).forEach((repository) => repository.remove()));

const odd = 'apps/api/src/a "b"\n\tü\\.ts';
const packageJson = (rest: object) => JSON.stringify({ private: true, ...rest });

describe("on a real repository", () => {
  test.each<[string, (repository: GitRepository) => void, Record<string, string[]>]>([
    [
      "a rename affects both the service it left and the one it came to",
      ({ git }) => void git("mv", "apps/web/app/page.tsx", "apps/api/src/page.tsx"),
      { api: ["apps/api/src/page.tsx changed"], web: ["apps/web/app/page.tsx changed"] },
    ],
    [
      "a file that became a link counts, though a reader of it may see the same",
      ({ link }) => link("apps/api/src/main.ts", "main.test.ts"),
      { api: ["apps/api/src/main.test.ts changed", "apps/api/src/main.ts changed"] },
    ],
    ["a mode counts", ({ mode }) => mode("apps/api/src/main.ts", 0o755), { api: ["apps/api/src/main.ts changed"] }],
    [
      "a name with spaces, quotes, a line break and a backslash counts",
      ({ write }) => write({ [odd]: "1" }),
      { api: [`${odd} changed`] },
    ],
    [
      "a name that is not UTF-8 counts",
      ({ folder }) => writeFileSync(Buffer.concat([Buffer.from(`${folder}/apps/web/`), Buffer.from([0xff])]), "1"),
      { web: ["apps/web/\udcff changed"] },
    ],
    [
      "a deleted package affects those that needed it, though nobody else changed",
      ({ folder }) => rmSync(join(folder, "packages/ui"), { recursive: true }),
      {
        web: [
          "could not tell: apps/web depends on @x/ui (workspace:*), and no package.json of that name is in the workspace",
        ],
      },
    ],
    [
      "a new package that nobody needs affects nothing",
      ({ write }) => write({ "packages/fresh/package.json": packageJson({ name: "@x/fresh" }) }),
      {},
    ],
    [
      "a new package affects the service that needs it",
      ({ write }) =>
        write({
          "packages/fresh/package.json": packageJson({ name: "@x/fresh" }),
          "packages/fresh/index.ts": "1",
          "apps/api/package.json": packageJson({
            name: "@x/api",
            dependencies: { "@x/shared": "workspace:*", "@x/fresh": "workspace:*", a: "catalog:" },
          }),
        }),
      {
        api: [
          "apps/api/package.json changed",
          "its dependency @x/fresh changed (packages/fresh/index.ts)",
          "its dependency @x/fresh changed (packages/fresh/package.json)",
          "pnpm-workspace.yaml changed in what this service uses of it",
          "pnpm-lock.yaml changed in what this service uses of it",
        ],
      },
    ],
    [
      "a package that was renamed affects those that need it under its new name",
      ({ write }) =>
        write({
          "packages/ui/package.json": packageJson({ name: "@x/kit", dependencies: { "@x/shared": "workspace:*" } }),
          "apps/web/package.json": packageJson({
            name: "@x/web",
            dependencies: { "@x/kit": "workspace:*" },
            devDependencies: { c: "catalog:" },
          }),
        }),
      {
        web: ["apps/web/package.json changed", "its dependency @x/kit changed (packages/ui/package.json)"],
      },
    ],
    [
      "a service's own package may be renamed, when the manifest follows",
      ({ write }) =>
        write({
          "apps/web/package.json": packageJson({ name: "@x/site", dependencies: { "@x/ui": "workspace:*" } }),
          "services.json": workspaceFiles["services.json"]!.replace("@x/web", "@x/site"),
        }),
      { web: ["apps/web/package.json changed"] },
    ],
    [
      "what was changed and changed back affects nothing",
      ({ write, commit }) => (
        commit({ "apps/api/src/main.ts": "2" }),
        write({ "apps/api/src/main.ts": workspaceFiles["apps/api/src/main.ts"]! })
      ),
      {},
    ],
    [
      "a file that was staged and is gone again affects nothing",
      ({ write, git }) => (
        write({ "apps/api/src/new.ts": "1" }),
        git("add", "--all"),
        write({ "apps/api/src/new.ts": null })
      ),
      {},
    ],
    [
      "a file that git no longer follows, but that still lies there, affects nothing",
      ({ git }) => void git("rm", "--quiet", "--cached", "apps/api/src/main.ts"),
      {},
    ],
  ])("%s", async (_, change, wanted) => {
    const repository = keep(createGitRepository({ ...workspaceFiles }));
    const base = repository.git("rev-parse", "HEAD").trim();
    change(repository);
    expect(await affected(repository, base)).toEqual(wanted);
  });

  test("a submodule that moved affects the service whose package it lies in", async () => {
    const module = keep(createGitRepository({ "a.txt": "1" }));
    const repository = keep(createGitRepository({ ...workspaceFiles }));
    repository.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", module.folder, "apps/api/vendor");
    const base = repository.commit();
    repository.git("-C", "apps/api/vendor", "commit", "--quiet", "--allow-empty", "--message", "on");
    expect(await affected(repository, base)).toEqual({ api: ["apps/api/vendor changed"] });
  });

  test("changes inside of a repository that is committed in another, without .gitmodules, affect too", async () => {
    const inner = keep(createGitRepository({ "a.txt": "1" }));
    const repository = keep(createGitRepository({ ...workspaceFiles }));
    repository.git("clone", "--quiet", inner.folder, "apps/api/vendor");
    const base = repository.commit();
    repository.write({ "apps/api/vendor/a.txt": "2" });
    const found = await affectedSince(repository, { kind: "revision", revision: base });
    expect(found).toEqual({ api: ["apps/api/vendor changed"] });
  });

  test("a merge counts with everything that it brought in", async () => {
    const repository = keep(createGitRepository({ ...workspaceFiles }));
    repository.git("switch", "--quiet", "--create", "side");
    repository.commit({ "apps/web/app/page.tsx": "2" });
    repository.git("switch", "--quiet", "main");
    const base = repository.commit({ "apps/api/src/main.ts": "2" });
    repository.git("merge", "--quiet", "--no-edit", "side");
    expect(await affected(repository, base)).toEqual({ web: ["apps/web/app/page.tsx changed"] });
  });

  test("a merge that stopped at a conflict counts with what lies there", async () => {
    const repository = keep(createGitRepository({ ...workspaceFiles }));
    const base = repository.git("rev-parse", "HEAD").trim();
    repository.git("switch", "--quiet", "--create", "side");
    repository.commit({ "apps/web/app/page.tsx": "2" });
    repository.git("switch", "--quiet", "main");
    repository.commit({ "apps/web/app/page.tsx": "3" });
    expect(() => repository.git("merge", "--quiet", "side")).toThrow();
    expect(await affected(repository, base)).toEqual({ web: ["apps/web/app/page.tsx changed"] });
  });

  test("a link to a folder counts as the link that it is, and brings what it leads to", async () => {
    const repository = keep(createGitRepository({ ...workspaceFiles }));
    const base = repository.git("rev-parse", "HEAD").trim();
    symlinkSync("../../packages/tool", join(repository.folder, "apps/api/tool"));
    expect(await affected(repository, base)).toEqual({
      api: ["apps/api/tool changed", "packages/tool/package.json changed", "packages/tool/src/tool.ts changed"],
    });
  });

  test("a folder inside the repository is a workspace of its own", async () => {
    const inner = Object.fromEntries(Object.entries(workspaceFiles).map(([path, text]) => [`inner/${path}`, text]));
    const repository = keep(createGitRepository({ ...inner, "apps/api/src/main.ts": "not this workspace's" }));
    const base = repository.git("rev-parse", "HEAD").trim();
    repository.write({ "inner/apps/web/app/page.tsx": "2", "apps/api/src/main.ts": "2", "inner/apps/web/new.ts": "1" });
    const findings = await detectAffected(openRepository(join(repository.folder, "inner")), {
      base: { kind: "revision", revision: base },
      deepen: false,
    });
    expect(findings.map(({ service, reasons }) => [service.name, reasons.map(describeReason)])).toEqual([
      ["api", []],
      ["web", ["apps/web/app/page.tsx changed", "apps/web/new.ts changed"]],
    ]);
  });
});
