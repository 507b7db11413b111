import { describe, expect, test } from "@jest/globals";
import { cloneRepository } from "@cashsouk/testing/git-repository";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { settings, workspaceFiles } from "../content/workspace-fixture";
import { openRepository } from "../git";
import type { Release } from "../release";
import { detectAffected } from ".";
import { affected, affectedSince } from "./testing/affected";
import { start } from "./testing/small-repository";

const services = (change: (entry: { name: string; [field: string]: unknown }) => void) => {
  const manifest = JSON.parse(workspaceFiles["services.json"] ?? "") as {
    services: { name: string }[];
    global: string[];
  };
  manifest.services.forEach(change);
  return JSON.stringify(manifest);
};

describe("since a revision", () => {
  test.each<[string, Record<string, string | null>, Record<string, string[]>]>([
    ["nothing is affected when nothing changed", {}, {}],
    [
      "a service's own file affects it alone",
      { "apps/api/src/main.ts": "2" },
      { api: ["apps/api/src/main.ts changed"] },
    ],
    [
      "a dependency pulls in its dependents",
      { "packages/ui/src/button.tsx": "2" },
      { web: ["its dependency @x/ui changed (packages/ui/src/button.tsx)"] },
    ],
    [
      "so does a dependency's dependency",
      { "packages/shared/src/index.ts": "2" },
      {
        api: ["its dependency @x/shared changed (packages/shared/src/index.ts)"],
        web: ["its dependency @x/shared changed (packages/shared/src/index.ts)"],
      },
    ],
    ["a package that no service needs affects nothing", { "packages/tool/src/tool.ts": "2" }, {}],
    ["a README, docs, tests and a workflow affect nothing", docsOnly(), {}],
    ["a deleted file counts", { "apps/web/app/page.tsx": null }, { web: ["apps/web/app/page.tsx changed"] }],
    [
      "the Dockerfile affects those that are built by it",
      { "docker/Dockerfile": "FROM base:2\n" },
      { api: ["docker/Dockerfile changed"], web: ["docker/Dockerfile changed"] },
    ],
    [
      "a global path affects every service",
      { "shared.config": "2" },
      {
        api: ["shared.config changed, which every service uses"],
        web: ["shared.config changed, which every service uses"],
      },
    ],
    [
      "a global dependency of turbo's affects every service",
      { "turbo.json": JSON.stringify({ globalDependencies: ["*.config"] }), "my.config": "1" },
      { api: ["my.config changed, which every service uses"], web: ["my.config changed, which every service uses"] },
    ],
    [
      "build arguments in the manifest affect their service",
      { "services.json": services((entry) => entry.name === "web" && (entry["buildArgs"] = { APP: "web" })) },
      { web: ["its `buildArgs` changed in the manifest"] },
    ],
    ["a port in the manifest affects no image", { "services.json": services((entry) => (entry["port"] = 4000)) }, {}],
    [
      "a path that the manifest newly names affects its service, though the file is the same",
      { "services.json": services((entry) => entry.name === "api" && (entry["paths"] = ["README.md"])) },
      { api: ["README.md changed"] },
    ],
    [
      "a new service is affected",
      { "services.json": services((entry) => entry.name === "web" && (entry.name = "site")) },
      { site: ["it did not exist at the base"] },
    ],
    [
      "a folder that became a package, which another one needs, leaves its parent's image",
      {
        "pnpm-workspace.yaml": settings.replace("packages/*", "packages/*, apps/web/app"),
        "apps/web/app/package.json": '{"name":"@x/app"}',
        "packages/tool/package.json": '{"name":"@x/tool","dependencies":{"@x/app":"workspace:*"}}',
      },
      { web: ["apps/web/app/page.tsx changed"] },
    ],
  ])("%s", async (_, change, wanted) => {
    const { repository, base } = start();
    repository.write(change);
    expect(await affected(repository, base)).toEqual(wanted);
  });

  test("a renamed file counts on both sides", async () => {
    const { repository, base } = start();
    repository.git("mv", "packages/ui/src/button.tsx", "apps/api/src/button.tsx");
    expect(await affectedSince(repository, { kind: "revision", revision: base })).toEqual({
      api: ["apps/api/src/button.tsx changed"],
      web: ["its dependency @x/ui changed (packages/ui/src/button.tsx)"],
    });
  });

  test("a base that is not there means everything, and says that it could not tell", async () => {
    const { repository } = start();
    const why = "could not tell, so everything: commit 0123456 is not in this clone, and deepen is false";
    expect(await affectedSince(repository, { kind: "revision", revision: "0123456" })).toEqual({
      api: [why],
      web: [why],
    });
  });

  test("a service whose package is gone is an error that names the packages there are", async () => {
    const { repository, base } = start();
    repository.write({ "apps/web": null });
    await expect(affectedSince(repository, { kind: "revision", revision: base })).rejects.toThrow(
      'the workspace has no package "@x/web", and no such folder; it has @x/api, @x/shared, @x/tool, @x/ui',
    );
  });
});

describe("since each service's own release", () => {
  const release = (commit: string, dirty = false) => ({ commit, dirty }) as Release;

  test("a failed run is caught up by the next: each service is compared with what was released of it", async () => {
    const { repository, base } = start();
    const second = repository.commit({ "apps/api/src/main.ts": "2", "apps/web/app/page.tsx": "2" });
    repository.commit({ "README.md": "2" });
    const releases = new Map([
      ["api", release(second)],
      ["web", release(base)],
    ]);
    expect(await affectedSince(repository, { kind: "released", releases })).toEqual({
      web: ["apps/web/app/page.tsx changed"],
    });
  });

  test("a service that was never released is affected", async () => {
    const { repository, base } = start();
    const releases = new Map([["api", release(base)]]);
    expect(await affectedSince(repository, { kind: "released", releases })).toEqual({
      web: ["it was never released to this environment"],
    });
  });

  test("a ledger that knows none of the services, but others, is warned of", async () => {
    const { repository, base } = start();
    const warned = async (...names: string[]) => {
      const lines: string[] = [];
      const releases = new Map(names.map((name) => [name, release(base)]));
      const from = { kind: "released" as const, releases };
      await detectAffected(openRepository(repository.folder), {
        base: from,
        deepen: false,
        warn: (line) => lines.push(line),
      });
      return lines;
    };
    expect(await warned("shop-web", "shop-api")).toEqual([
      expect.stringMatching(
        /^the ledger has releases of shop-api, shop-web, and none of what is a service here \(api, web\)/,
      ),
    ]);
    expect([await warned(), await warned("api", "gone")]).toEqual([[], []]);
  });

  test("a release with uncommitted changes is no base", async () => {
    const { repository, base } = start();
    const releases = new Map([
      ["api", release(base, true)],
      ["web", release(base)],
    ]);
    expect(await affectedSince(repository, { kind: "released", releases })).toEqual({
      api: [`its last release (of ${base.slice(0, 12)}) held uncommitted changes, so it is no base`],
    });
  });
});

test("a base that is the commit that is looked at is warned of, where nothing differs from it", async () => {
  const { repository } = start();
  const warned = async (head?: string) => {
    const lines: string[] = [];
    const base = { kind: "revision", revision: "main" } as const;
    const options = { base, deepen: false, warn: (line: string) => lines.push(line), ...(head ? { head } : {}) };
    await detectAffected(openRepository(repository.folder), options);
    return lines;
  };
  const line = "base: main is the commit that is looked at, so that nothing can differ from it";
  expect([await warned(), await warned("HEAD")]).toEqual([[line], [line]]);
  repository.write({ "apps/web/src/page.tsx": "new" });
  expect([await warned(), await warned("HEAD")]).toEqual([[], [line]]);
});

test("a revision to look at is fetched where the clone lacks it; one that nobody has is a mistake, with a hint", async () => {
  const { repository, base } = start();
  repository.git("switch", "--quiet", "--create", "feature");
  const head = repository.commit({ "apps/web/src/page.tsx": "new" });
  repository.git("switch", "--quiet", "main");
  const clone = cloneRepository(repository.folder, "--depth=1", "--branch=main", "--single-branch");
  const options = { base: { kind: "merge-base", with: base, head: "feature" }, deepen: true } as const;
  for (const revision of [head, "feature", "origin/feature"]) {
    const findings = await detectAffected(openRepository(clone.folder), { ...options, head: revision });
    expect(findings.filter(({ reasons }) => reasons.length > 0).map(({ service }) => service.name)).toEqual(["web"]);
  }
  await expect(detectAffected(openRepository(clone.folder), { ...options, head: "mian" })).rejects.toMatchObject({
    code: "unknown-head",
    message: expect.stringMatching(/^head: commit mian is neither in this clone nor can it be fetched/) as unknown,
    hint: "Name a branch, a tag or a commit's whole id.",
  });
  clone.remove();
});

test("a file that git's store has lost is an error, and no file that is not there", async () => {
  const { repository, base } = start();
  const id = repository.git("rev-parse", "HEAD:apps/web/package.json").trim();
  rmSync(join(repository.folder, ".git", "objects", id.slice(0, 2), id.slice(2)));
  const options = { base: { kind: "revision", revision: base }, deepen: false, head: "HEAD" } as const;
  await expect(detectAffected(openRepository(repository.folder), options)).rejects.toMatchObject({
    code: "git-failed",
    message: `git cat-file can't read apps/web/package.json (${id} is missing)`,
  });
});

test("since the merge base, what the other branch did is not counted", async () => {
  const { repository, base } = start();
  repository.git("switch", "--quiet", "--create", "side");
  repository.commit({ "apps/web/app/page.tsx": "2" });
  repository.git("switch", "--quiet", "main");
  repository.commit({ "apps/api/src/main.ts": "2" });
  repository.git("switch", "--quiet", "side");
  expect(base).toHaveLength(40);
  expect(await affectedSince(repository, { kind: "merge-base", with: "main", head: "HEAD" })).toEqual({
    web: ["apps/web/app/page.tsx changed"],
  });
});

function docsOnly(): Record<string, string> {
  return {
    "README.md": "2",
    "apps/api/README.md": "2",
    "apps/api/src/main.test.ts": "2",
    "docs/a.md": "2",
    "packages/ui/docs/a.md": "2",
    ".github/workflows/test.yml": "2",
  };
}
