import { describe, expect, test } from "@jest/globals";
import { imageInputs } from "./inputs";
import type { Owner } from "./owners";
import { sliceFiles } from "../workspace";
import { readSnapshot } from "./snapshot";
import { settings, treeOf } from "./workspace-fixture";

const shared: Owner = { kind: "dependency", of: "@x/shared" };

describe("a service's inputs", () => {
  test("are its package, what that depends on, its Dockerfile and what all share", async () => {
    const { files, slice } = await inputsOf("web");
    expect([...files]).toEqual([
      ["apps/web/app/page.tsx", { kind: "own" }],
      ["apps/web/package.json", { kind: "own" }],
      ["docker/Dockerfile", { kind: "own" }],
      ["packages/shared/package.json", { kind: "dependency", of: "@x/shared" }],
      ["packages/shared/src/index.ts", { kind: "dependency", of: "@x/shared" }],
      ["packages/ui/package.json", { kind: "dependency", of: "@x/ui" }],
      ["packages/ui/src/button.tsx", { kind: "dependency", of: "@x/ui" }],
      ["shared.config", { kind: "global" }],
    ]);
    expect([...sliceFiles(slice).keys()].sort()).toEqual(["package.json", "pnpm-lock.yaml", "pnpm-workspace.yaml"]);
  });

  test("leave out what is written about it and its tests, whatever folder it lies in", async () => {
    const { files } = await inputsOf("web", {
      "apps/web/README.md": "1",
      "apps/web/docs/a.md": "1",
      "apps/web/jest.config.ts": "1",
    });
    expect([...files.keys()].filter((path) => path.startsWith("apps/web/"))).toEqual([
      "apps/web/app/page.tsx",
      "apps/web/package.json",
    ]);
  });

  test("are those of the whole repository where that is the only package", async () => {
    const { files } = await inputsOf("shop", {
      ...withoutPnpm,
      "package.json": JSON.stringify({ name: "shop" }),
      "services.json": null,
      Dockerfile: "",
      "docs/a.md": "1",
    });
    expect([...files.keys()]).toEqual(expect.arrayContaining(["Dockerfile", "package.json", "shared.config"]));
    expect([...files.keys()].filter((path) => path === "README.md" || path === "docs/a.md")).toEqual([]);
  });

  test("leave the root's own files to its part of them, even where the manifest names them", async () => {
    const service = { name: "api", package: "@x/api", dockerfile: "docker/Dockerfile" };
    const manifest = { services: [service], global: ["package.json", "pnpm-*"] };
    const inputs = await inputsOf("api", { "services.json": JSON.stringify(manifest) });
    expect([...inputs.files.keys()].filter((path) => !path.includes("/"))).toEqual([]);
    expect(inputs.ownerOf("pnpm-lock.yaml")).toBeUndefined();
  });

  test("know what is installed for it, where the workspace is pnpm's", async () => {
    const { slice } = await inputsOf("web");
    expect(slice?.closure).toEqual(["c@1.0.0"]);
    expect((await inputsOf("web", withoutPnpm)).slice).toBeUndefined();
  });

  test("hold the patches that reach it, and no other", async () => {
    const patched = {
      "patches/a.patch": "1",
      "patches/c.patch": "1",
      "pnpm-workspace.yaml": `${settings}patchedDependencies: {a: patches/a.patch, c: patches/c.patch}\n`,
    };
    const { files } = await inputsOf("api", patched);
    expect(files.get("patches/a.patch")).toEqual({ kind: "global" });
    expect(files.has("patches/c.patch")).toBe(false);
  });

  test("hold what the manifest names, whatever its name", async () => {
    const manifest = {
      services: [{ name: "api", package: "@x/api", dockerfile: "docker/Dockerfile", paths: ["docs/**"] }],
    };
    const { files } = await inputsOf("api", { "services.json": JSON.stringify(manifest), "docs/README.md": "terms" });
    expect(files.get("docs/README.md")).toEqual({ kind: "own" });
  });

  test.each<[string, object, object, Record<string, string>, Owner]>([
    ["its paths", { paths: ["vendor/kit/src/**"] }, {}, {}, { kind: "own" }],
    ["its Dockerfile", {}, {}, { "docker/Dockerfile": "FROM base:1\nCOPY vendor/kit/src /\n" }, { kind: "own" }],
    ["what is global", {}, { global: ["vendor/kit/src/**"] }, {}, { kind: "global" }],
    [
      "turbo's global dependencies",
      {},
      {},
      { "turbo.json": '{"globalDependencies":["vendor/kit/src/**"]}' },
      { kind: "global" },
    ],
  ])("hold what git has as one path, where %s means something in there", async (_, fields, more, changes, owner) => {
    const services = [{ name: "api", package: "@x/api", dockerfile: "docker/Dockerfile", ...fields }];
    const manifest = { "services.json": JSON.stringify({ services, ...more }) };
    const { files } = await inputsOf("api", { ...manifest, ...changes, "vendor/kit": "1", "vendor/other": "1" });
    expect([files.get("vendor/kit"), files.get("vendor/other")]).toEqual([owner, undefined]);
  });

  test("hold what keeps files out of its build, beside its Dockerfile", async () => {
    const { files } = await inputsOf("api", { "docker/Dockerfile.dockerignore": "1", ".dockerignore": "1" });
    expect([...files.keys()].filter((path) => path.startsWith("docker/"))).toEqual([
      "docker/Dockerfile",
      "docker/Dockerfile.dockerignore",
    ]);
  });

  test.each<[string, string, Owner | undefined]>([
    ["a folder that its Dockerfile copies", "docs/guide.md", { kind: "own" }],
    ["documentation of its own that its Dockerfile copies", "apps/api/docs/terms.md", { kind: "own" }],
    ["no package that it doesn't need, though its Dockerfile copies it with others", "packages/tool/a.ts", undefined],
    ["a package that it needs under its name, though its Dockerfile copies it", "packages/shared/a.ts", shared],
    ["whatever lies in a folder of no package's that its Dockerfile copies", "docs/docs/README.md", { kind: "own" }],
    ["what is a test elsewhere, too", "docs/example.test.ts", { kind: "own" }],
    ["what is written for people in a part of a package that it copies", "apps/api/docs/README.md", { kind: "own" }],
    ["but no test of a package that it needs", "apps/api/docs/example.test.ts", undefined],
    ["unless it copies that alone", "apps/api/one.test.ts", { kind: "own" }],
    ["no documentation of such a package, though it is copied with others", "packages/shared/docs/a.md", undefined],
  ])("hold %s", async (_, path, owner) => {
    const dockerfile = "FROM base:1\nCOPY docs apps/api/docs apps/api/one.test.ts packages /site/\n";
    const inputs = await inputsOf("api", { "docker/Dockerfile": dockerfile, [path]: "1" });
    expect([inputs.files.get(path), inputs.ownerOf(path)]).toEqual([owner, owner]);
  });

  test.each<[string, string, Owner | undefined]>([
    ["a folder that it links to", "vendor/lib/index.js", { kind: "dependency", of: "vendor/lib" }],
    ["nothing that is written about it", "vendor/lib/README.md", undefined],
    ["nothing that only begins like it", "vendor/library/index.js", undefined],
    ["an archive that it is installed from", "vendor/kit.tgz", { kind: "dependency", of: "vendor/kit.tgz" }],
  ])("hold, of what is no package of the workspace, %s", async (_, path, owner) => {
    const needs = { lib: "link:../../vendor/lib", kit: "file:../../vendor/kit.tgz" };
    const { files } = await inputsOf("api", {
      "apps/api/package.json": JSON.stringify({ name: "@x/api", dependencies: needs }),
      [path]: "1",
    });
    expect(files.get(path)).toEqual(owner);
  });

  test("take another installer's lockfile and the root's package.json whole", async () => {
    const { files, slice } = await inputsOf("api", {
      "pnpm-lock.yaml": null,
      "pnpm-workspace.yaml": null,
      "package-lock.json": "{}",
      "package.json": JSON.stringify({ workspaces: ["apps/*", "packages/*"] }),
    });
    expect(slice).toBeUndefined();
    expect([files.get("package-lock.json"), files.get("package.json")]).toEqual([
      { kind: "global" },
      { kind: "global" },
    ]);
  });

  test.each([
    ["npm's", "package-lock.json"],
    ["npm's other", "npm-shrinkwrap.json"],
    ["Yarn's", "yarn.lock"],
    ["Bun's", "bun.lock"],
  ])("take %s lockfile whole", async (_, file) => {
    const { files } = await inputsOf("api", { ...withoutPnpm, [file]: "1" });
    expect(files.get(file)).toEqual({ kind: "global" });
  });

  test.each<[string, string, Owner | undefined]>([
    ["what steers pnpm", ".npmrc", { kind: "global" }],
    ["its hooks", ".pnpmfile.cjs", { kind: "global" }],
    ["no other installer's lockfile", "yarn.lock", undefined],
  ])("hold, where the workspace is pnpm's and says so, %s", async (_, path, owner) => {
    const { files } = await inputsOf("api", { [path]: "1", "package.json": '{"packageManager":"pnpm@10.1.0"}' });
    expect(files.get(path)).toEqual(owner);
  });

  test("hold turbo's global dependencies, of a configuration with comments", async () => {
    const turbo = '{\n  // why\n  "globalDependencies": ["tsconfig.*", "!tsconfig.test.json",],\n}';
    const config = { "turbo.json": turbo, "tsconfig.base.json": "{}", "tsconfig.test.json": "{}" };
    const { files } = await inputsOf("api", config);
    expect([...files.keys()].filter((path) => path.startsWith("ts") || path.startsWith("tu"))).toEqual([
      "tsconfig.base.json",
    ]);
    expect(files.get("tsconfig.base.json")).toEqual({ kind: "global" });
  });

  test.each([
    ["no JSON", "{", "turbo.json is not JSON with comments"],
    ["no list", '{"globalDependencies": 1}', "turbo.json: globalDependencies: want a list of paths or globs"],
  ])("can't be told by a configuration of turbo's that is %s", async (_, text, message) => {
    await expect(inputsOf("api", { "turbo.json": text })).rejects.toThrow(message);
  });
});

const withoutPnpm = {
  "pnpm-lock.yaml": null,
  "pnpm-workspace.yaml": null,
  "package.json": JSON.stringify({ workspaces: ["apps/*", "packages/*"] }),
};

describe("a repository without a manifest has a service for each package with a Dockerfile", () => {
  const named = (name: string) => JSON.stringify({ name });
  test.each<[string, Record<string, string | null>, string[][]]>([
    ["in a workspace of pnpm's", { "apps/api/Dockerfile": "" }, [["api", "@x/api", "apps/api/Dockerfile"]]],
    [
      "in a workspace of npm's or Yarn's",
      { ...withoutPnpm, "apps/web/Dockerfile": "" },
      [["web", "@x/web", "apps/web/Dockerfile"]],
    ],
    [
      "in Yarn's other form",
      {
        ...withoutPnpm,
        "package.json": JSON.stringify({ workspaces: { packages: ["apps/*"] } }),
        "apps/web/Dockerfile": "",
      },
      [["web", "@x/web", "apps/web/Dockerfile"]],
    ],
    [
      "in a repository that is one package",
      { ...withoutPnpm, "package.json": named("@x/Shop_2"), Dockerfile: "" },
      [["shop-2", "@x/Shop_2", "Dockerfile"]],
    ],
    [
      "in one whose package has no name",
      { ...withoutPnpm, "package.json": "{}", Dockerfile: "" },
      [["app", "app", "Dockerfile"]],
    ],
    [
      "in one without any package",
      { ...withoutPnpm, "package.json": null, Dockerfile: "" },
      [["app", "app", "Dockerfile"]],
    ],
    [
      "where a package has no name, by its folder",
      { "apps/web/package.json": "{}", "apps/web/Dockerfile": "" },
      [["web", "apps/web", "apps/web/Dockerfile"]],
    ],
    [
      "with the letters, digits and hyphens of a name, one hyphen for all that lies between",
      { ...withoutPnpm, "package.json": named("--2Shop__of 7--"), Dockerfile: "" },
      [["shop-of-7", "--2Shop__of 7--", "Dockerfile"]],
    ],
    [
      "as app where nothing of its name is left",
      { ...withoutPnpm, "package.json": named("42"), Dockerfile: "" },
      [["app", "42", "Dockerfile"]],
    ],
    [
      "where two have the same name but for the scope, with the scope",
      { "apps/web/package.json": named("@a/api"), "apps/web/Dockerfile": "", "apps/api/Dockerfile": "" },
      [
        ["x-api", "@x/api", "apps/api/Dockerfile"],
        ["a-api", "@a/api", "apps/web/Dockerfile"],
      ],
    ],
  ])("%s", async (_, changes, wanted) => {
    const { manifest } = await readSnapshot(treeOf({ "services.json": null, ...changes }));
    expect(manifest.services.map(({ name, package: of, dockerfile }) => [name, of, dockerfile])).toEqual(wanted);
  });

  test("and says so where no package has one", async () => {
    await expect(readSnapshot(treeOf({ "services.json": null }))).rejects.toMatchObject({
      code: "no-services",
      message: "manifest: there is no services.json, and no workspace package has a Dockerfile",
      hint: expect.stringMatching(/services\.json .*#servicesjson.*`manifest`.*Dockerfile into each workspace package/),
    });
  });

  test("and says where a name would stand for two", async () => {
    const apps = { "apps/api/package.json": named("a b"), "apps/web/package.json": named("a_b") };
    const files = { ...apps, "apps/api/Dockerfile": "", "apps/web/Dockerfile": "", "services.json": null };
    await expect(readSnapshot(treeOf(files))).rejects.toThrow('the workspace lists the service "a-b" twice');
  });
});

async function inputsOf(name: string, changes: Record<string, string | null> = {}) {
  const snapshot = await readSnapshot(treeOf(changes));
  const service = snapshot.manifest.services.find((candidate) => candidate.name === name);
  if (!service) throw new Error(`no service ${name}`);
  return imageInputs(snapshot, service);
}

test("a part of a package, which has a package.json without a name, goes into the package's image", async () => {
  const snapshot = await readSnapshot(
    treeOf({
      "pnpm-workspace.yaml": settings.replace("apps/*", "apps/**"),
      "apps/api/src/esm/package.json": '{"type":"module"}',
      "apps/api/src/esm/docs/page.js": "1\n",
    }),
  );
  const [api, web] = snapshot.manifest.services.map((service) => imageInputs(snapshot, service).files);
  expect([...api!.keys()]).toEqual(
    expect.arrayContaining(["apps/api/src/esm/docs/page.js", "apps/api/src/esm/package.json"]),
  );
  expect([...web!.keys()].filter((path) => path.startsWith("apps/api/"))).toEqual([]);
});
