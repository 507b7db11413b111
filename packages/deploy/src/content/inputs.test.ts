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

  test("a repository without a manifest has a service for each package with a Dockerfile", async () => {
    const snapshot = await readSnapshot(treeOf({ "services.json": null, "apps/api/Dockerfile": "FROM scratch" }));
    expect(snapshot.manifest.services.map(({ name, dockerfile }) => [name, dockerfile])).toEqual([
      ["api", "apps/api/Dockerfile"],
    ]);
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
