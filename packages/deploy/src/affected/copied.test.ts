import { afterEach, describe, expect, test } from "@jest/globals";
import { createGitRepository, type GitRepository } from "@cashsouk/testing/git-repository";
import { openRepository } from "../git";
import { affectedSummary, describeFinding, describeReason, detectAffected } from ".";
import { affected } from "./testing/affected";

const made: GitRepository[] = [];
const keep = (repository: GitRepository) => (made.push(repository), repository);
afterEach(() => made.splice(0).forEach((repository) => repository.remove()));

type Files = Readonly<Record<string, string>>;

const json = (fields: object) => JSON.stringify(fields);
const manifest = (fields: object, service: object = {}) => ({
  "services.json": json({
    services: [{ name: "api", package: "api", dockerfile: "apps/api/Dockerfile", ...service }],
    ...fields,
  }),
});

/** A service, the package of a library, and one that nobody needs. */
const files = (changes: Files = {}): Files => ({
  "package.json": json({ private: true, workspaces: ["apps/*", "packages/*"] }),
  "apps/api/package.json": json({ name: "api", dependencies: { ui: "*" } }),
  "apps/api/Dockerfile": "FROM base:1",
  "packages/ui/package.json": json({ name: "ui" }),
  "packages/other/package.json": json({ name: "other" }),
  "packages/other/index.js": "1",
  "docs/guide.md": "1",
  ...changes,
});

const copying = (text: string, changes: Files = {}) =>
  files({ "apps/api/Dockerfile": `FROM base:1\n${text}\n`, ...changes });

const docs = { api: ["docs/guide.md changed"] };
const others = { api: ["packages/other/index.js changed"] };

describe("what the Dockerfile copies counts", () => {
  test.each<[string, Files, string, Record<string, string[]>]>([
    ["as the contents of a folder", copying("COPY docs/. /site"), "docs/guide.md", docs],
    [
      "by a name of the folder that the Dockerfile lies in, where many build",
      copying("COPY docs README.md /site/", { "docs/guide.md": "1", "apps/api/docs/a.md": "1" }),
      "apps/api/docs/a.md",
      { api: ["apps/api/docs/a.md changed"] },
    ],
    [
      "but no tests with it",
      copying("COPY lib ./lib", { "apps/api/lib/a.test.ts": "1", "apps/api/lib/__tests__/a.ts": "1" }),
      "apps/api/lib/a.test.ts",
      {},
    ],
    [
      "but with all that lies there, a README no more than with all at the root",
      copying("COPY . /site/", { "apps/api/README.md": "1" }),
      "apps/api/README.md",
      {},
    ],
    ["by a path with a slash too many", copying("COPY docs//guide.md /"), "docs/guide.md", docs],
    ["by a path that goes up and down", copying("COPY tools/../docs /site"), "docs/guide.md", docs],
    ["with its parents from a point on", copying("COPY --parents ./docs/./guide.md /"), "docs/guide.md", docs],
    ["by an argument's default", copying("ARG S=docs\nCOPY ${S} /site"), "docs/guide.md", docs],
    ["by an argument inside a name", copying("ARG S=guide\nCOPY docs/$S.md /site"), "docs/guide.md", docs],
    [
      "by a build argument of the manifest",
      copying("ARG S\nCOPY $S /site", manifest({}, { buildArgs: { S: "docs" } })),
      "docs/guide.md",
      docs,
    ],
    ["behind a heredoc whose end is escaped", copying("RUN cat <<\\E\nhi\nE\nCOPY docs /s"), "docs/guide.md", docs],
    ["behind a line that ends in an escaped backslash", copying("RUN a\\\\\nCOPY docs /s"), "docs/guide.md", docs],
    ["behind a comment that names `escape`", copying("# escape=`\nCOPY \\\ndocs \\\n/s"), "docs/guide.md", docs],
    [
      "for whichever platform",
      copying("COPY bin/${TARGETARCH} /b", { "bin/amd64": "1" }),
      "bin/amd64",
      { api: ["bin/amd64 changed"] },
    ],
    [
      "by a name with the marks of a group",
      copying('COPY ["site/(home)/*.md", "/"]', { "site/(home)/README.md": "1" }),
      "site/(home)/a.md",
      { api: ["site/(home)/a.md changed"] },
    ],
    ["of a package that is not needed", copying("COPY packages/other ./other"), "packages/other/index.js", others],
    ["as a file of such a package", copying("COPY packages/other/index.js ./"), "packages/other/index.js", others],
    ["by a glob in such a package", copying("COPY packages/other/*.js ./"), "packages/other/index.js", others],
    ["as it is mounted", copying("RUN --mount=source=packages/other,target=/t x"), "packages/other/index.js", others],
    [
      "but not a package with the others of its folder",
      copying("COPY packages packages"),
      "packages/other/index.js",
      {},
    ],
    ["but not by a glob above it", copying("COPY packages/*/*.js packages/"), "packages/other/index.js", {}],
  ])("%s", async (_, before, changed, wanted) => {
    const repository = keep(createGitRepository(before));
    const base = repository.git("rev-parse", "HEAD").trim();
    repository.write({ [changed]: "2" });
    expect(await affected(repository, base)).toEqual(wanted);
  });

  test.each([
    ["of a branch of git's", "ADD https://a.b/c.git#main /c", "https://a.b/c.git#main"],
    ["that a variable names", "ADD https://a.b/$C /c", "https://a.b/$C"],
  ])("and what only the build knows of an address %s affects the service, and it says why", async (_, line, source) => {
    const repository = keep(createGitRepository(copying(line)));
    const base = repository.git("rev-parse", "HEAD").trim();
    const why = `could not tell: apps/api/Dockerfile copies ${source}, and which files that is only the build knows`;
    expect(await affected(repository, base)).toEqual({ api: [why] });
  });

  test("but of an address that nobody asked the log says so, and the service is unaffected", async () => {
    const repository = keep(createGitRepository(copying("ADD https://a.b/c /c")));
    const base = { kind: "revision", revision: "HEAD" } as const;
    const findings = await detectAffected(openRepository(repository.folder), { base, deepen: false });
    const told = "; whether https://a.b/c holds the same was not asked (`base-images`)";
    expect(findings.map(describeFinding).join()).toMatch(/^api: unchanged \(base [0-9a-f]{12}\);/);
    expect(findings.map(describeFinding).join()).toContain(told);
    expect(affectedSummary(findings)).toContain(`nothing in its image changed${told}`);
  });

  test("and where only the build knows what that is, the service is affected, and it says why", async () => {
    const repository = keep(createGitRepository(copying("ARG S\nCOPY conf/$S.json /c", { "conf/a.json": "1" })));
    const base = repository.git("rev-parse", "HEAD").trim();
    const why = "could not tell: apps/api/Dockerfile copies conf/$S.json, and which files that is only the build knows";
    expect(await affected(repository, base)).toEqual({ api: [why] });
    repository.write({ "conf/a.json": "2" });
    expect(await affected(repository, base)).toEqual({ api: ["conf/a.json changed", why] });
  });

  test("as the build arguments tell that the build is given", async () => {
    const repository = keep(createGitRepository(copying("ARG S\nCOPY conf/$S.json /c", { "conf/a.json": "1" })));
    const base = { kind: "revision", revision: repository.git("rev-parse", "HEAD").trim() } as const;
    const told = async (S: string) => {
      const options = { base, deepen: false, outside: { args: { S } } };
      const [api] = await detectAffected(openRepository(repository.folder), options);
      return api?.reasons.map(describeReason);
    };
    repository.write({ "conf/a.json": "2" });
    expect([await told("a"), await told("b")]).toEqual([["conf/a.json changed"], []]);
  });
});

describe("what a link leads to counts", () => {
  test.each<[string, Files, Files, string, Record<string, string[]>]>([
    [
      "where the Dockerfile is one",
      files({ ...manifest({}, { dockerfile: "docker/link" }), "docker/all/Dockerfile": "FROM base:1\nCOPY docs /s" }),
      { "docker/link": "all/Dockerfile" },
      "docs/guide.md",
      docs,
    ],
    [
      "where such a Dockerfile changes",
      files({ ...manifest({}, { dockerfile: "docker/link" }), "docker/all/Dockerfile": "FROM base:1" }),
      { "docker/link": "all/Dockerfile" },
      "docker/all/Dockerfile",
      { api: ["docker/all/Dockerfile changed"] },
    ],
    [
      "as a folder",
      files({ "shared/x.js": "1" }),
      { "apps/api/src": "../../shared" },
      "shared/x.js",
      { api: ["shared/x.js changed"] },
    ],
    [
      "as a file",
      files({ "shared/x.js": "1" }),
      { "apps/api/x.js": "../../shared/x.js" },
      "shared/x.js",
      { api: ["shared/x.js changed"] },
    ],
    [
      "over another link, for whoever depends on it",
      files({ "shared/x.js": "1" }),
      { "packages/ui/src": "../../first", first: "shared" },
      "shared/x.js",
      { api: ["its dependency ui changed (shared/x.js)"] },
    ],
    [
      "in a package that is not needed",
      files(),
      { "apps/api/o": "../../packages/other" },
      "packages/other/index.js",
      others,
    ],
    [
      "but not a package with the others of its folder",
      files(),
      { "apps/api/o": "../../packages" },
      "packages/other/index.js",
      {},
    ],
    ["but not of a link that no image has", files(), { "apps/api/README.md": "../../docs" }, "docs/guide.md", {}],
    [
      "but not what leads in a circle, or out",
      files(),
      { "apps/api/a": "b", "apps/api/b": "a", "apps/api/c": "/docs", "apps/api/d": "../.." },
      "docs/guide.md",
      {},
    ],
  ])("%s", async (_, before, links, changed, wanted) => {
    const repository = keep(createGitRepository(before));
    for (const [path, target] of Object.entries(links)) repository.link(path, target);
    const base = repository.commit();
    repository.write({ [changed]: "FROM base:2" });
    expect(await affected(repository, base)).toEqual(wanted);
  });
});

describe("what one list refuses, another may name:", () => {
  const turbo = (globalDependencies: string[]) => ({ "turbo.json": json({ globalDependencies }) });
  test.each<[string, Files, string, string]>([
    [
      "`paths` leaves the Dockerfile",
      manifest({}, { dockerfile: "docker/api", paths: ["docker/**", "!docker/api"] }),
      "docker/api",
      "docker/api changed",
    ],
    [
      "the Dockerfile is no glob",
      manifest({}, { dockerfile: "!docker/(a)/[b]" }),
      "!docker/(a)/[b]",
      "!docker/(a)/[b] changed",
    ],
    [
      "`global` leaves the installer's settings",
      manifest({ global: ["**/*", "!**/.*"] }),
      ".npmrc",
      ".npmrc changed, which every service uses",
    ],
    [
      "turbo leaves the installer's settings",
      turbo(["!.npmrc", "conf/**"]),
      ".npmrc",
      ".npmrc changed, which every service uses",
    ],
    [
      "turbo leaves what is `global`",
      { ...manifest({ global: ["conf"] }), ...turbo(["!conf/a"]) },
      "conf/a",
      "conf/a changed, which every service uses",
    ],
    ["a name may say ./ anywhere", manifest({}, { paths: ["conf/./deep//"] }), "conf/deep/a", "conf/deep/a changed"],
  ])("%s", async (_, changes, changed, reason) => {
    const repository = keep(createGitRepository(files({ [changed]: "FROM base:1", ...changes })));
    const base = repository.git("rev-parse", "HEAD").trim();
    repository.write({ [changed]: "FROM base:2" });
    expect(await affected(repository, base)).toEqual({ api: [reason] });
  });
});

test("an entry of the manifest that matches nothing is said, with its field; one that matched at the base is not", async () => {
  const paths = ["docs", "./docs/*.md", "protos", "gone", "!nothing", "link/inside"];
  const repository = keep(
    createGitRepository(files({ ...manifest({ global: ["conf/**", "docs//guide.md"] }, { paths }), "gone/a": "1" })),
  );
  repository.link("link", "docs");
  const base = { kind: "revision", revision: repository.commit() } as const;
  repository.write({ "gone/a": null });
  const said: string[] = [];
  await detectAffected(openRepository(repository.folder), { base, deepen: false, warn: (line) => said.push(line) });
  expect(said).toEqual([
    'services.json: paths of the service api: nothing matches "protos", neither now nor at the base',
    'services.json: global: nothing matches "conf/**", neither now nor at the base',
  ]);
});

describe("what lies in a submodule counts as the submodule", () => {
  test.each<[string, Files]>([
    ["where a path of the manifest leads into it", manifest({}, { paths: ["vendor/sub/src"] })],
    ["where a glob leads into it", manifest({}, { paths: ["vendor/sub/*.js"] })],
    ["where a global path does", manifest({ global: ["./vendor/sub/src/**"] })],
    ["where the Dockerfile copies out of it", { "apps/api/Dockerfile": "FROM base:1\nCOPY vendor/sub/src /x" }],
    [
      "where a dependency leads into it",
      { "apps/api/package.json": json({ name: "api", dependencies: { lib: "file:../../vendor/sub/lib" } }) },
    ],
  ])("%s", async (_, changes) => {
    const module = keep(createGitRepository({ "src/a.js": "1", "lib/package.json": json({ name: "lib" }) }));
    const repository = keep(createGitRepository(files(changes)));
    repository.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", module.folder, "vendor/sub");
    const base = repository.commit();
    repository.git("-C", "vendor/sub", "commit", "--quiet", "--allow-empty", "--message", "on");
    expect(await affected(repository, base)).toEqual({ api: [expect.stringMatching(/vendor\/sub\b/)] });
  });
});
