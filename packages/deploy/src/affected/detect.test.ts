import { afterEach, describe, expect, test } from "@jest/globals";
import { createGitRepository, type GitRepository } from "@cashsouk/testing/git-repository";
import { lockfile, settings, workspaceFiles } from "../content/workspace-fixture";
import { openRepository } from "../git";
import type { Release } from "../release";
import { type BaseChoice, describeReason, detectAffected } from ".";

let repository: GitRepository | undefined;
afterEach(() => repository?.remove());

function start(): { repository: GitRepository; base: string } {
  repository = createGitRepository({ ...workspaceFiles });
  return { repository, base: repository.git("rev-parse", "HEAD").trim() };
}

/** Service → its reasons in words; services that are unaffected are left out. */
async function affected(from: GitRepository, base: BaseChoice, head?: string): Promise<Record<string, string[]>> {
  const options = { base, deepen: false, ...(head ? { head } : {}) };
  const findings = await detectAffected(openRepository(from.folder), options);
  return Object.fromEntries(
    findings
      .filter(({ reasons }) => reasons.length > 0)
      .map(({ service, reasons }) => [service.name, reasons.map(describeReason)]),
  );
}

const services = (change: (entry: { name: string; [field: string]: unknown }) => void) => {
  const manifest = JSON.parse(workspaceFiles["services.json"] ?? "") as {
    services: { name: string }[];
    global: string[];
  };
  manifest.services.forEach(change);
  return JSON.stringify(manifest);
};

/** ui gets a dependency, and web with it. */
const withDependencyOfUi = lockfile.replace(
  "  packages/ui:\n    dependencies:\n",
  "  packages/ui:\n    dependencies:\n      d: {specifier: ^1.0.0, version: 1.0.0}\n",
);

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
      "a global dependency of turbo's affects every service",
      { "turbo.json": JSON.stringify({ globalDependencies: ["*.config"] }), "my.config": "1" },
      { api: ["my.config changed, which every service uses"], web: ["my.config changed, which every service uses"] },
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
          "the lockfile resolves c@1.0.0 differently",
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
          "the lockfile resolves c@1.0.0 differently",
          "the lockfile resolves c@1.1.0 differently",
          "pnpm-workspace.yaml changed in what this service uses of it",
        ],
      },
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
      "a folder that became a package of its own leaves its parent's image",
      {
        "pnpm-workspace.yaml": settings.replace("packages/*", "packages/*, apps/web/app"),
        "apps/web/app/package.json": "{}",
      },
      { web: ["apps/web/app/page.tsx changed"] },
    ],
  ])("%s", async (_, change, wanted) => {
    const { repository, base } = start();
    repository.write(change);
    expect(await affected(repository, { kind: "revision", revision: base })).toEqual(wanted);
    const head = repository.commit();
    expect(await affected(repository, { kind: "revision", revision: base }, head)).toEqual(wanted);
  });

  test("a renamed file counts on both sides", async () => {
    const { repository, base } = start();
    repository.git("mv", "packages/ui/src/button.tsx", "apps/api/src/button.tsx");
    expect(await affected(repository, { kind: "revision", revision: base })).toEqual({
      api: ["apps/api/src/button.tsx changed"],
      web: ["its dependency @x/ui changed (packages/ui/src/button.tsx)"],
    });
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
    expect(await affected(repository, { kind: "revision", revision: base })).toEqual({ api: [why], web: [why] });
  });

  test("a lockfile that could not be read and still can't affects every service, whatever changed", async () => {
    const { repository } = start();
    const base = repository.commit({ "pnpm-lock.yaml": "lockfileVersion: '6.0'\n" });
    const why = expect.stringContaining("could not tell: pnpm-lock.yaml: lockfileVersion") as unknown as string;
    expect(await affected(repository, { kind: "revision", revision: base })).toEqual({ api: [why], web: [why] });
  });

  test("a base that is not there means everything, and says that it could not tell", async () => {
    const { repository } = start();
    const why = "could not tell, so everything: commit 0123456 is not in this clone, and deepen is false";
    expect(await affected(repository, { kind: "revision", revision: "0123456" })).toEqual({ api: [why], web: [why] });
  });

  test("a service whose package is gone is an error that names the packages there are", async () => {
    const { repository, base } = start();
    repository.write({ "apps/web": null });
    await expect(affected(repository, { kind: "revision", revision: base })).rejects.toThrow(
      'the workspace has no package "@x/web"; it has @x/api, @x/shared, @x/tool, @x/ui',
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
    expect(await affected(repository, { kind: "released", releases })).toEqual({
      web: ["apps/web/app/page.tsx changed"],
    });
  });

  test("a service that was never released is affected", async () => {
    const { repository, base } = start();
    const releases = new Map([["api", release(base)]]);
    expect(await affected(repository, { kind: "released", releases })).toEqual({
      web: ["it was never released to this environment"],
    });
  });

  test("a release with uncommitted changes is no base", async () => {
    const { repository, base } = start();
    const releases = new Map([
      ["api", release(base, true)],
      ["web", release(base)],
    ]);
    expect(await affected(repository, { kind: "released", releases })).toEqual({
      api: [`its last release (of ${base.slice(0, 12)}) held uncommitted changes, so it is no base`],
    });
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
  expect(await affected(repository, { kind: "merge-base", with: "main", head: "HEAD" })).toEqual({
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
