import { afterEach, describe, expect, test } from "@jest/globals";
import { createGitRepository, type GitRepository } from "@cashsouk/testing/git-repository";
import { chmodSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { openRepository } from "../git";
import { detectAffected } from ".";
import { affected } from "./testing/affected";

const made: GitRepository[] = [];
const keep = (repository: GitRepository) => (made.push(repository), repository);
afterEach(() => made.splice(0).forEach((repository) => repository.remove()));

type Files = Readonly<Record<string, string>>;

const json = (fields: object) => JSON.stringify(fields);
const manifest = (fields: object, service: object = {}) =>
  json({ services: [{ name: "api", package: "api", dockerfile: "apps/api/Dockerfile", ...service }], ...fields });

/** A service, the package of a library, and one that nobody needs. */
const files = (changes: Files = {}): Files => ({
  "package.json": json({ private: true, workspaces: ["apps/*", "packages/*"] }),
  "apps/api/package.json": json({ name: "api", dependencies: { ui: "*" } }),
  "apps/api/Dockerfile": "FROM base:1",
  "apps/api/main.js": "1",
  "packages/ui/package.json": json({ name: "ui" }),
  "packages/ui/index.js": "1",
  "packages/other/package.json": json({ name: "other" }),
  "packages/other/index.js": "1",
  ...changes,
});

const apiNeeds = (dependencies: Files) => ({ "apps/api/package.json": json({ name: "api", dependencies }) });

const one = (dockerfile: string): Files => ({
  "package.json": json({ name: "one" }),
  Dockerfile: `FROM base:1\n${dockerfile}`,
  "README.md": "1",
});

describe("in a workspace of another shape", () => {
  test.each<[string, Files, string, Record<string, string[]>]>([
    [
      "the root's own Dockerfile makes it a service, of which everything below is a part",
      files({ Dockerfile: "FROM base:1" }),
      "packages/other/index.js",
      { app: ["its dependency other changed (packages/other/index.js)"] },
    ],
    [
      "two packages of one name both count for those that need it",
      files({ "packages/fake/package.json": json({ name: "ui" }) }),
      "packages/fake/index.js",
      { api: ["its dependency packages/fake changed (packages/fake/index.js)"] },
    ],
    [
      "two packages of one name both count where the root is named like the folder of one",
      files({
        "package.json": json({ name: "packages/ui", private: true, workspaces: ["apps/*", "packages/*"] }),
        "packages/fake/package.json": json({ name: "ui" }),
      }),
      "packages/ui/index.js",
      { api: ["its dependency packages/ui changed (packages/ui/index.js)"] },
    ],
    [
      "two packages of one name both count where another is named like the folder of one",
      files({
        "packages/fake/package.json": json({ name: "ui" }),
        "packages/other/package.json": json({ name: "packages/ui" }),
      }),
      "packages/ui/index.js",
      { api: ["its dependency ./packages/ui changed (packages/ui/index.js)"] },
    ],
    [
      "a service whose package shares its name with a template is still seen",
      files({ "packages/template/package.json": json({ name: "api" }) }),
      "apps/api/main.js",
      { api: ["apps/api/main.js changed"] },
    ],
    [
      "a service of the manifest whose package's name is taken twice is the one that its Dockerfile lies in",
      files({ "services.json": manifest({}), "packages/template/package.json": json({ name: "api" }) }),
      "apps/api/main.js",
      { api: ["apps/api/main.js changed"] },
    ],
    [
      "a folder that the manifest names counts with everything in it",
      files({ "services.json": manifest({}, { paths: ["proto/"] }), "proto/v1/api.proto": "1" }),
      "proto/v1/api.proto",
      { api: ["proto/v1/api.proto changed"] },
    ],
    [
      "a folder that is global counts with everything in it",
      files({ "services.json": manifest({ global: ["config"] }), "config/base/tsconfig.json": "1" }),
      "config/base/tsconfig.json",
      { api: ["config/base/tsconfig.json changed, which every service uses"] },
    ],
    [
      "a name that only begins like a folder of the manifest does not count",
      files({ "services.json": manifest({ global: ["config"] }), "config-of-another": "1" }),
      "config-of-another",
      {},
    ],
    [
      "a folder outside the workspace counts for what links to it",
      files({ ...apiNeeds({ lib: "link:../../vendor/lib" }), "vendor/lib/package.json": json({ name: "lib" }) }),
      "vendor/lib/index.js",
      { api: ["its dependency vendor/lib changed (vendor/lib/index.js)"] },
    ],
    [
      "an archive counts for what is installed from it",
      files({ ...apiNeeds({ lib: "file:../../vendor/lib.tgz" }), "vendor/lib.tgz": "1" }),
      "vendor/lib.tgz",
      { api: ["its dependency vendor/lib.tgz changed (vendor/lib.tgz)"] },
    ],
    [
      "an alias in the registry's words counts for the package of the workspace that it names",
      files(apiNeeds({ kit: "npm:ui@^1.0.0" })),
      "packages/ui/index.js",
      { api: ["its dependency ui changed (packages/ui/index.js)"] },
    ],
    [
      "what the root depends on counts for everybody",
      files({
        "package.json": json({ workspaces: ["apps/*", "packages/*"], dependencies: { other: "*" } }),
      }),
      "packages/other/index.js",
      { api: ["its dependency other changed (packages/other/index.js)"] },
    ],
    [
      "what an override puts in a dependency's place counts",
      files({
        "package.json": json({ workspaces: ["apps/*", "packages/*"], overrides: { left: "file:packages/other" } }),
      }),
      "packages/other/index.js",
      { api: ["its dependency other changed (packages/other/index.js)"] },
    ],
    [
      "a package.json that begins with a byte order mark is read",
      files({ "packages/ui/package.json": `\uFEFF${json({ name: "ui" })}` }),
      "packages/ui/index.js",
      { api: ["its dependency ui changed (packages/ui/index.js)"] },
    ],
    [
      "what the Dockerfile copies by name counts, though it is documentation",
      one("COPY docs /site\nCOPY README.md /"),
      "docs/guide.md",
      { one: ["docs/guide.md changed"] },
    ],
    ["so does a file", one("COPY docs /site\nCOPY README.md /"), "README.md", { one: ["README.md changed"] }],
    ["what it copies with everything else does not", one("COPY . ."), "README.md", {}],
    [
      "a root file that a Dockerfile copies counts for its service",
      files({ "apps/api/Dockerfile": "FROM base:1\nCOPY tsconfig.*.json ./", "tsconfig.base.json": "1" }),
      "tsconfig.base.json",
      { api: ["tsconfig.base.json changed"] },
    ],
    [
      "a folder of packages that a Dockerfile copies does not make those it doesn't need its own",
      files({ "apps/api/Dockerfile": "FROM base:1\nCOPY packages packages" }),
      "packages/other/index.js",
      {},
    ],
    [
      "a workflow affects no service, also where the repository is the service",
      { "package.json": json({ name: "one" }), Dockerfile: "FROM base:1", ".github/workflows/ci.yml": "1" },
      ".github/workflows/ci.yml",
      {},
    ],
  ])("%s", async (_, before, changed, wanted) => {
    const repository = keep(createGitRepository({ ...before }));
    const base = repository.git("rev-parse", "HEAD").trim();
    repository.write({ [changed]: "2" });
    expect(await affected(repository, base)).toEqual(wanted);
  });

  test.each<[string, (repository: GitRepository) => void]>([
    [
      "in a submodule",
      ({ git }) => {
        const module = keep(createGitRepository({ "package.json": json({ name: "hidden" }) }));
        git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", module.folder, "packages/hidden");
      },
    ],
    ["behind a link", ({ folder }) => symlinkSync("../shared/hidden", join(folder, "packages/hidden"))],
    ["written as package.yaml", ({ write }) => write({ "packages/hidden/package.yaml": "name: hidden\n" })],
  ])(
    "a package that is %s, where git does not show it, leaves its dependents affected, and says so",
    async (_, hide) => {
      const repository = keep(
        createGitRepository({
          ...files(apiNeeds({ hidden: "workspace:*" })),
          "shared/hidden/package.json": json({ name: "hidden" }),
        }),
      );
      hide(repository);
      const base = repository.commit();
      expect(await affected(repository, base)).toEqual({
        api: [
          "could not tell: apps/api depends on hidden (workspace:*), and no package.json of that name is in the workspace",
        ],
      });
    },
  );

  test("a manifest that names a Dockerfile that is not there is refused, with each service of which that is so", async () => {
    const repository = keep(
      createGitRepository({ ...files({ "services.json": manifest({}, { dockerfile: "docker/api" }) }) }),
    );
    const choice = { base: { kind: "revision", revision: "HEAD" }, deepen: false } as const;
    await expect(detectAffected(openRepository(repository.folder), choice)).rejects.toThrow(
      "services.json names what is not there:\n- api: dockerfile: there is no file docker/api",
    );
  });

  test.each<[string, (repository: GitRepository) => NodeJS.ProcessEnv | void]>([
    ["a work tree elsewhere", ({ folder }) => ({ GIT_WORK_TREE: join(folder, "packages") })],
    ["another index", ({ folder }) => ({ GIT_INDEX_FILE: join(folder, ".git/other") })],
    [
      "a replacement of the base",
      ({ git, commit }) => {
        const now = commit({ "apps/api/main.js": "2" });
        git("replace", "HEAD~1", now);
      },
    ],
    [
      "a monitor of files that sees nothing",
      ({ git, write }) => {
        write({ ".git/sees-nothing": "#!/bin/sh\nprintf 'same\\0'\n" });
        chmodSync(join(git("rev-parse", "--absolute-git-dir").trim(), "sees-nothing"), 0o755);
        git("config", "core.fsmonitor", ".git/sees-nothing");
        git("update-index", "--fsmonitor");
        git("status");
      },
    ],
  ])("%s hides no change", async (_, hide) => {
    const repository = keep(createGitRepository({ ...files() }));
    const base = repository.git("rev-parse", "HEAD").trim();
    const env = hide(repository) ?? {};
    repository.write({ "apps/api/main.js": "2" });
    const former = { ...process.env };
    Object.assign(process.env, env);
    try {
      const choice = { base: { kind: "revision", revision: base }, deepen: false } as const;
      const [api] = await detectAffected(openRepository(repository.folder), choice);
      expect(api?.reasons).toEqual([{ kind: "own-file", file: "apps/api/main.js" }]);
    } finally {
      process.env = former;
    }
  });
});
