import { afterEach, describe, expect, test } from "@jest/globals";
import { createGitRepository, type GitRepository } from "@cashsouk/testing/git-repository";
import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { openRepository } from "../git";
import { describeReason, detectAffected } from ".";
import { affected } from "./testing/affected";

const made: GitRepository[] = [];
const keep = (repository: GitRepository) => (made.push(repository), repository);
afterEach(() => made.splice(0).forEach((repository) => repository.remove()));

type Files = Readonly<Record<string, string>>;
const json = (fields: object) => JSON.stringify(fields);

/** A service and the packages of npm's or Yarn's workspace, which know no `workspace:`. */
const npm = (changes: Files = {}, root: object = {}): Files => ({
  "package.json": json({ private: true, workspaces: ["apps/*", "packages/*"], ...root }),
  "apps/api/package.json": json({ name: "api", dependencies: { hidden: "*" } }),
  "apps/api/Dockerfile": "FROM base:1",
  "apps/web/package.json": json({ name: "web", dependencies: { react: "^19" } }),
  "apps/web/Dockerfile": "FROM base:1",
  "packages/other/package.json": json({ name: "other" }),
  "packages/other/index.js": "1",
  ...changes,
});
const npmLock = (packages: object) => ({ "package-lock.json": json({ lockfileVersion: 3, packages }) });

const hidings: Readonly<Record<string, (repository: GitRepository) => void>> = {
  submodule({ git }) {
    const module = keep(createGitRepository({ "package.json": json({ name: "hidden" }) }));
    git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", module.folder, "packages/hidden");
  },
  link({ folder }) {
    symlinkSync("../shared/hidden", join(folder, "packages/hidden"));
  },
};
const hidden = { "shared/hidden/package.json": json({ name: "hidden" }), "shared/hidden/index.js": "1" };

const nothing: (repository: GitRepository) => void = () => undefined;

/** What a change of one path does to the services of a repository, or of a folder in it. */
async function affectedBy(before: Files, changed: string, { folder = ".", arrange = nothing } = {}) {
  const repository = keep(createGitRepository({ ...before }));
  arrange(repository);
  const base = repository.commit();
  if (changed !== "") repository.write({ [changed]: "2" });
  if (folder === ".") return affected(repository, base);
  const findings = await detectAffected(openRepository(join(repository.folder, folder)), {
    base: { kind: "revision", revision: base },
    deepen: false,
  });
  return Object.fromEntries(
    findings
      .filter(({ reasons }) => reasons.length > 0)
      .map((one) => [one.service.name, one.reasons.map(describeReason)]),
  );
}

const within = (folder: string, files: Files): Files =>
  Object.fromEntries(Object.entries(files).map(([path, text]) => [`${folder}/${path}`, text]));

const mayBe = (from: string, needs: string, place = "packages/hidden") =>
  `could not tell: ${from} depends on ${needs}, which may be in ${place}, and git does not show what is there`;

describe("a package that git does not show, needed by its name and a range", () => {
  test.each(Object.keys(hidings))("behind a %s, is whatever no lockfile says comes from elsewhere", async (how) => {
    expect(await affectedBy(npm(hidden), "shared/hidden/index.js", { arrange: hidings[how]! })).toEqual({
      api: [mayBe("apps/api", "hidden (*)")],
      web: [mayBe("apps/web", "react (^19)")],
    });
  });

  const told: [string, Files][] = [
    [
      "npm's",
      npmLock({ "node_modules/hidden": { resolved: "packages/hidden", link: true }, "node_modules/react": {} }),
    ],
    ["Yarn's classic", { "yarn.lock": '# yarn lockfile v1\n\n\nreact@^19:\n  version "19.0.0"\n' }],
    [
      "Yarn's later",
      {
        "yarn.lock":
          '__metadata:\n  version: 8\n\n"hidden@*, hidden@workspace:packages/hidden":\n  version: 0.0.0-use.local\n  resolution: "hidden@workspace:packages/hidden"\n',
      },
    ],
    [
      "Bun's",
      {
        "bun.lock":
          '{\n  "lockfileVersion": 1,\n  "packages": {\n    "hidden": ["hidden@workspace:packages/hidden"],\n  }\n}\n',
      },
    ],
  ];
  test.each(told)(
    "is no more than that where %s lockfile tells it from the registry's packages",
    async (_, lockfile) => {
      const found = await affectedBy(npm({ ...hidden, ...lockfile }), "shared/hidden/index.js", {
        arrange: hidings["link"]!,
      });
      expect(Object.keys(found)).toEqual(["api"]);
      expect(found["api"]).toEqual([expect.stringMatching(/^could not tell: .*packages\/hidden/)]);
    },
  );

  test("a submodule that moved counts for whom npm's lockfile links to it", async () => {
    const repository = keep(createGitRepository({ ...npm(told[0]![1]) }));
    hidings["submodule"]!(repository);
    const base = repository.commit();
    repository.git("-C", "packages/hidden", "commit", "--quiet", "--allow-empty", "--message", "on");
    expect(await affected(repository, base)).toEqual({
      api: ["its dependency packages/hidden changed (packages/hidden)"],
    });
  });

  test("lies where the globs lead out of the folder, but not out of the repository", async () => {
    const files = npm({}, { workspaces: ["apps/*", "../shared/*"] });
    const all = { ...within("backend", files), ...hidden };
    expect(await affectedBy(all, "shared/hidden/index.js", { folder: "backend" })).toEqual({
      api: [mayBe("apps/api", "hidden (*)", "../shared/*")],
      web: [mayBe("apps/web", "react (^19)", "../shared/*")],
    });
  });

  test.each<[string, (repository: GitRepository) => void]>([
    ["a link to a file", ({ folder }) => symlinkSync("../package.json", join(folder, "packages/README.md"))],
    ["a link to a folder that is no package", ({ folder }) => symlinkSync("../docs", join(folder, "packages/docs"))],
    ["a link out of the repository", ({ folder }) => symlinkSync("/etc/hostname", join(folder, "packages/host"))],
    ["a file", ({ write }) => write({ "packages/README.md": "1" })],
  ])("is not %s among the packages", async (_, arrange) => {
    expect(await affectedBy(npm({ "docs/guide.md": "1" }), "docs/guide.md", { arrange })).toEqual({});
  });
});

describe("a folder that is linked to", () => {
  const service = (specifier: string) =>
    within("backend", {
      "package.json": json({ private: true }),
      "pnpm-workspace.yaml": "packages: [apps/*]\n",
      "apps/api/package.json": json({ name: "api", dependencies: { lib: specifier } }),
      "apps/api/Dockerfile": "FROM base:1",
    });

  test.each(["link:../../../shared/lib", "file:../../../shared/lib", "portal:../../../shared/lib"])(
    "as %s, outside of the working directory but not of the repository, can't be told",
    async (specifier) => {
      const files = { ...service(specifier), "shared/lib/index.js": "1" };
      expect(await affectedBy(files, "shared/lib/index.js", { folder: "backend" })).toEqual({
        api: ["could not tell: a dependency leads to ../shared/lib, outside of the folder that is looked at"],
      });
    },
  );

  test("outside of the repository is no part of it", async () => {
    expect(await affectedBy(service("link:../../../../shared/lib"), "README.md", { folder: "backend" })).toEqual({});
  });

  test("and lies behind a link itself can't be told", async () => {
    const files = npm({
      "apps/api/package.json": json({ name: "api", dependencies: { lib: "file:../../vendor/lib" } }),
      "third/lib/index.js": "1",
    });
    const arrange = ({ folder }: GitRepository) => symlinkSync("third", join(folder, "vendor"));
    expect(await affectedBy(files, "third/lib/index.js", { arrange })).toEqual({
      api: ["could not tell: a dependency leads to vendor/lib, and git does not show what is behind vendor, a link"],
    });
  });
});

/** As pnpm writes it: what the importer `apps/api` and the resolved packages say. */
const pnpmLock = (api: string, snapshots = "") => `lockfileVersion: '9.0'

settings:
  autoInstallPeers: true

importers:

  .: {}

  apps/api:
${api}
  apps/web: {}

  packages/ui: {}
${snapshots}`;
const needs = (name: string, specifier: string, version: string) =>
  `    dependencies:\n      ${name}:\n        specifier: ${specifier}\n        version: ${version}\n`;
const pnpm = (settings: string, dependencies: Files, lockfile: string): Files => ({
  "package.json": json({ private: true }),
  "pnpm-workspace.yaml": `packages: [apps/*, packages/*]\n${settings}`,
  "pnpm-lock.yaml": lockfile,
  "apps/api/package.json": json({ name: "api", dependencies }),
  "apps/api/Dockerfile": "FROM base:1",
  "apps/web/package.json": json({ name: "web" }),
  "apps/web/Dockerfile": "FROM base:1",
  "packages/ui/package.json": json({ name: "ui" }),
  "packages/ui/index.js": "1",
});
const resolved = (snapshot: string) => `
packages:

  kit@1.0.0:
    resolution: {integrity: sha512-a}

snapshots:

  kit@1.0.0:
    dependencies:
      ui: ${snapshot}
`;

describe("a package that only pnpm's lockfile leads to counts", () => {
  test.each<[string, Files]>([
    [
      "by packageExtensions",
      pnpm(
        "packageExtensions: {api: {dependencies: {ui: workspace:*}}}\n",
        {},
        pnpmLock(needs("ui", "workspace:*", "link:../../packages/ui")),
      ),
    ],
    [
      "by the alias of a catalog",
      pnpm(
        "catalog: {u: npm:ui@^1.0.0}\n",
        { u: "catalog:" },
        pnpmLock(needs("u", "'catalog:'", "link:../../packages/ui")),
      ),
    ],
    ["as a copy with peers", pnpm("", {}, pnpmLock(needs("u", "workspace:*", "file:packages/ui(react@19.0.0)")))],
    [
      "in quotes, which a YAML parser has to read",
      pnpm("", {}, pnpmLock(needs("u", "workspace:*", "'link:../../packages/ui'"))),
    ],
    [
      "in a lockfile in braces",
      pnpm("", {}, pnpmLock("    dependencies: {u: {specifier: 'workspace:*', version: link:../../packages/ui}}\n")),
    ],
    [
      "through a package of the registry",
      pnpm("", { kit: "^1.0.0" }, pnpmLock(needs("kit", "^1.0.0", "1.0.0"), resolved("link:packages/ui"))),
    ],
  ])("%s", async (_, files) => {
    expect(await affectedBy(files, "packages/ui/index.js")).toEqual({
      api: ["its dependency ui changed (packages/ui/index.js)"],
    });
  });

  test("unless it is a tool of the root", async () => {
    const lockfile = pnpmLock("    {}\n").replace(
      "  .: {}",
      "  .:\n    devDependencies:\n      ui:\n        specifier: workspace:*\n        version: link:packages/ui",
    );
    expect(
      await affectedBy(pnpm("", {}, lockfile.replace("  apps/api:\n    {}\n", "")), "packages/ui/index.js"),
    ).toEqual({});
  });

  test("also where the lockfile is all that changed", async () => {
    const before = pnpm("", {}, pnpmLock("").replace("  apps/api:\n\n", "  apps/api: {}\n\n"));
    const repository = keep(createGitRepository({ ...before }));
    const base = repository.git("rev-parse", "HEAD").trim();
    repository.write({ "pnpm-lock.yaml": pnpmLock(needs("ui", "workspace:*", "link:../../packages/ui")) });
    expect(await affected(repository, base)).toEqual({
      api: [
        "its dependency ui changed (packages/ui/index.js)",
        "its dependency ui changed (packages/ui/package.json)",
        "pnpm-workspace.yaml changed in what this service uses of it",
        "pnpm-lock.yaml changed in what this service uses of it",
      ],
    });
  });
});

describe("a package in another one's folder", () => {
  const nested = (changes: Files): Files => ({
    ...pnpm("", { ui: "workspace:*" }, pnpmLock(needs("ui", "workspace:*", "link:../../packages/ui"))),
    "pnpm-workspace.yaml": "packages: [apps/**, packages/**]\n",
    ...changes,
  });
  const basic = "apps/api/templates/basic";
  const template = (fields: object) => ({ [`${basic}/package.json`]: json(fields), [`${basic}/README.md`]: "1" });

  test.each<[string, Files, string, Record<string, string[]>]>([
    [
      "without a name is a part of it",
      nested({ "apps/api/src/esm/package.json": json({ type: "module" }) }),
      "apps/api/src/esm/index.js",
      { api: ["apps/api/src/esm/index.js changed"] },
    ],
    [
      "that nobody needs, as a template, is a part of it",
      nested(template({ name: "basic" })),
      `${basic}/README.md`,
      { api: [`${basic}/README.md changed`] },
    ],
    [
      "without a name is a part of what is needed, too",
      nested({ "packages/ui/esm/package.json": json({ type: "module" }) }),
      "packages/ui/esm/deep/index.js",
      { api: ["its dependency ui changed (packages/ui/esm/deep/index.js)"] },
    ],
    [
      "brings what it needs itself",
      nested({
        ...template({ dependencies: { lib: "workspace:*" } }),
        "packages/lib/package.json": json({ name: "lib" }),
      }),
      "packages/lib/index.js",
      { api: ["its dependency lib changed (packages/lib/index.js)"] },
    ],
    [
      "that another one needs by its name is that one's",
      nested({
        ...template({ name: "basic" }),
        "apps/web/package.json": json({ name: "web", dependencies: { basic: "workspace:*" } }),
      }),
      `${basic}/index.js`,
      { web: [`its dependency basic changed (${basic}/index.js)`] },
    ],
    [
      "that another one links to, without a name, belongs to both",
      nested({
        ...template({}),
        "apps/web/package.json": json({ name: "web", dependencies: { basic: `link:../api/templates/basic` } }),
      }),
      `${basic}/index.js`,
      { api: [`${basic}/index.js changed`], web: [`its dependency ${basic} changed (${basic}/index.js)`] },
    ],
    [
      "that is a service is that, and a part of it",
      nested({ ...template({ name: "basic" }), [`${basic}/Dockerfile`]: "FROM base:1" }),
      `${basic}/index.js`,
      { api: [`${basic}/index.js changed`], basic: [`${basic}/index.js changed`] },
    ],
    [
      "leaves the service in there alone where the rest changes",
      nested({ ...template({ name: "basic" }), [`${basic}/Dockerfile`]: "FROM base:1" }),
      "apps/api/index.js",
      { api: ["apps/api/index.js changed"] },
    ],
  ])("%s", async (_, files, changed, wanted) => {
    expect(await affectedBy(files, changed)).toEqual(wanted);
  });
});

describe("a path without a protocol, which npm and Yarn take for a folder or an archive, counts", () => {
  test.each<[string, string]>([
    ["../../vendor/lib", "vendor/lib/index.js"],
    ["../../vendor/lib/", "vendor/lib/index.js"],
    ["../../packages/other", "packages/other/index.js"],
    ["../../vendor/lib.tgz", "vendor/lib.tgz"],
  ])("%s", async (specifier, changed) => {
    const dependencies = { lib: specifier };
    const files = npm({ "apps/api/package.json": json({ name: "api", dependencies }), [changed]: "1" });
    expect(Object.keys(await affectedBy(files, changed))).toEqual(["api"]);
  });

  test.each<[string, string]>([
    ["./vendor/lib", "vendor/lib/index.js"],
    ["archives/lib.TGZ", "archives/lib.TGZ"],
    ["vendor/a/lib", "vendor/a/lib/index.js"],
  ])("%s, which the root needs, for everybody", async (specifier, changed) => {
    const files = npm({ [changed]: "1" }, { dependencies: { lib: specifier } });
    expect(Object.keys(await affectedBy(files, changed))).toEqual(["api", "web"]);
  });

  test.each(["vendor/lib", "vendor/lib#feature/b/c", "https://example.com/a/b/vendor/lib.tgz", "~1.2.3", "^1 || >=2"])(
    "but not %s, which comes from elsewhere",
    async (specifier) => {
      const files = npm({ "vendor/lib/index.js": "1" }, { dependencies: { lib: specifier } });
      expect(await affectedBy(files, "vendor/lib/index.js")).toEqual({});
    },
  );
});

describe("what npm's overrides put in a dependency's place counts for everybody", () => {
  const bar = "file:./vendor/bar";
  test.each<[string, object]>([
    ["by name", { overrides: { bar } }],
    ["below a package", { overrides: { foo: { bar } } }],
    ["deep below packages, with ranges", { overrides: { "foo@^1": { "baz@2": { bar } } } }],
    ["at the package itself, beside what is below it", { overrides: { bar: { ".": bar, baz: "1" } } }],
    ["as what the root depends on", { dependencies: { bar }, overrides: { bar: "$bar" } }],
    ["as a tool that the root depends on", { devDependencies: { bar }, overrides: { foo: { bar: "$bar" } } }],
    ["as a package of the root's under another name", { devDependencies: { kit: bar }, overrides: { bar: "$kit" } }],
  ])("%s", async (_, root) => {
    const files = npm({ "vendor/bar/index.js": "1" }, root);
    const reasons = ["its dependency vendor/bar changed (vendor/bar/index.js)"];
    expect(await affectedBy(files, "vendor/bar/index.js")).toEqual({ api: reasons, web: reasons });
  });

  test("but not what only the root's tools need", async () => {
    const files = npm(
      { "vendor/bar/index.js": "1" },
      { devDependencies: { bar }, overrides: { foo: { baz: "1.0.0" } } },
    );
    expect(await affectedBy(files, "vendor/bar/index.js")).toEqual({});
  });
});

describe("a workspace in a workspace", () => {
  const inner = (changes: Files = {}) =>
    npm({
      "packages/group/package.json": json({ name: "group", workspaces: ["libs/*"] }),
      "packages/group/libs/hidden/package.json": json({ name: "hidden" }),
      "packages/group/libs/hidden/index.js": "1",
      ...changes,
    });
  const path = "packages/group/libs/hidden/index.js";

  test("counts with its packages for whom needs them, where Yarn is the installer", async () => {
    expect(await affectedBy(inner({ "yarn.lock": "__metadata:\n  version: 8\n" }), path)).toEqual({
      api: [`its dependency hidden changed (${path})`],
    });
  });

  test("also where it is in one itself", async () => {
    const files = inner({
      "yarn.lock": "__metadata:\n  version: 8\n",
      "packages/group/package.json": json({ name: "group", workspaces: { packages: ["libs/deeper"] } }),
      "packages/group/libs/deeper/package.json": json({ name: "deeper", workspaces: ["../hidden"] }),
    });
    expect(await affectedBy(files, path)).toEqual({ api: [`its dependency hidden changed (${path})`] });
  });

  test("is what its files say at each side, when it is a workspace no longer", async () => {
    const repository = keep(createGitRepository({ ...inner({ "yarn.lock": "__metadata:\n  version: 8\n" }) }));
    const base = repository.git("rev-parse", "HEAD").trim();
    repository.write({ "packages/group/package.json": json({ name: "group" }) });
    const gone = ["index.js", "package.json"].map((file) => `packages/group/libs/hidden/${file}`);
    expect(await affected(repository, base)).toEqual({
      api: gone.map((file) => `its dependency hidden changed (${file})`),
    });
  });

  test("is none for npm, which knows the root's only", async () => {
    expect(await affectedBy(inner(npmLock({ "node_modules/hidden": {} })), path)).toEqual({});
  });
});
