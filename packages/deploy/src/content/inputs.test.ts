import { describe, expect, test } from "@jest/globals";
import type { Tree } from "../git";
import { imageInputs, isImageInput } from "./inputs";
import { readSnapshot } from "./snapshot";
import { workspaceFiles } from "./workspace-fixture";

describe("what a package gives to an image", () => {
  test.each([
    ["src/main.ts", true],
    ["package.json", true],
    ["src/testing.ts", true],
    ["src/contest.ts", true],
    ["app/docs/page.tsx", true],
    ["readme-parser.ts", true],
    ["README.md", false],
    ["readme.txt", false],
    ["CHANGELOG", false],
    ["src/feature/readme.md", true],
    ["changelog.tsx", true],
    ["pages/changelog.tsx", true],
    ["src/contributing.ts", true],
    ["public/CHANGELOG.md", true],
    ["public/readme.txt", true],
    ["public/product.spec.pdf", true],
    ["public/widget.test.js", true],
    ["public/docs/__tests__/terms.md", true],
    ["openapi.spec.json", true],
    ["src/prices.test.csv", true],
    ["docs/rules.md", false],
    ["src/main.test.ts", false],
    ["app/page.spec.tsx", false],
    ["src/worker.test.mjs", false],
    ["src/__tests__/fixture.json", false],
    ["src/__snapshots__/main.test.ts.snap", false],
    ["jest.config.cjs", false],
    ["playwright.config.ts", false],
  ])("that %s is an image's input is %s", (path, wanted) => expect(isImageInput(path)).toBe(wanted));
});

describe("a service's inputs", () => {
  test("are its package, what that depends on, its Dockerfile and what all share", async () => {
    const { files, generated } = await inputsOf("web");
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
    expect([...generated.keys()].sort()).toEqual(["package.json", "pnpm-lock.yaml", "pnpm-workspace.yaml"]);
  });

  test("hold what the manifest names, whatever its name", async () => {
    const manifest = {
      services: [{ name: "api", package: "@x/api", dockerfile: "docker/Dockerfile", paths: ["docs/**"] }],
    };
    const { files } = await inputsOf("api", { "services.json": JSON.stringify(manifest), "docs/README.md": "terms" });
    expect(files.get("docs/README.md")).toEqual({ kind: "own" });
  });

  test("take another installer's lockfile and the root's package.json whole", async () => {
    const { files, generated } = await inputsOf("api", {
      "pnpm-lock.yaml": null,
      "pnpm-workspace.yaml": null,
      "package-lock.json": "{}",
      "package.json": JSON.stringify({ workspaces: ["apps/*", "packages/*"] }),
    });
    expect(generated.size).toBe(0);
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
});

async function inputsOf(name: string, changes: Record<string, string | null> = {}) {
  const snapshot = await readSnapshot(treeOf(changes));
  const service = snapshot.manifest.services.find((candidate) => candidate.name === name);
  if (!service) throw new Error(`no service ${name}`);
  return imageInputs(snapshot, service);
}

function treeOf(changes: Record<string, string | null>): Tree {
  const files = new Map<string, string>();
  for (const [path, text] of Object.entries({ ...workspaceFiles, ...changes }))
    if (text !== null) files.set(path, text);
  return {
    paths: [...files.keys()].sort(),
    readTexts: (paths) =>
      Promise.resolve(new Map(paths.flatMap((path) => (files.has(path) ? [[path, files.get(path) ?? ""]] : [])))),
  };
}
