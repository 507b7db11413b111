import { createGitRepository } from "@cashsouk/testing/git-repository";
import { expect, test } from "@jest/globals";
import { affected } from "./testing/affected";
import { keep } from "./testing/changed-path";

const json = JSON.stringify;
const files = (source: string) => ({
  ".gitignore": "dist\n",
  "package.json": json({ name: "shop", workspaces: ["apps/*", "packages/*"] }),
  "services/worker/main.py": "1",
  "apps/api/package.json": json({ name: "api" }),
  "apps/api/Dockerfile": `FROM base:1\nCOPY ${source} ./\n`,
  "packages/tool/package.json": json({ name: "tool", dependencies: { ui: "*" } }),
  "packages/tool/index.js": "1",
  "packages/ui/package.json": json({ name: "ui" }),
  "packages/ui/index.js": "1",
});

test.each<[string, string, string, Record<string, string[]>]>([
  [
    "the package and of what that needs",
    "packages/tool/dist",
    "packages/ui/index.js",
    { api: ["its dependency ui changed (packages/ui/index.js)"] },
  ],
  [
    "the package, where a glob names it",
    "packages/tool/dist/*.js",
    "packages/tool/index.js",
    { api: ["its dependency tool changed (packages/tool/index.js)"] },
  ],
  [
    "the package that its folder in a common dist is named by",
    "dist/packages/tool",
    "packages/tool/index.js",
    { api: ["its dependency tool changed (packages/tool/index.js)"] },
  ],
  [
    "the same by the last part of its name, and of what that needs",
    "dist/tool",
    "packages/ui/index.js",
    { api: ["its dependency ui changed (packages/ui/index.js)"] },
  ],
  [
    "a folder of no package",
    "dist/services/worker",
    "services/worker/main.py",
    { api: ["its dependency shop changed (services/worker/main.py)"] },
  ],
  ["nothing that is not named, as dist alone", "dist", "packages/tool/index.js", {}],
  ["nothing else, where git shows what is copied", "packages/tool/package.json", "packages/tool/index.js", {}],
])(
  "what a build leaves in a package, and the Dockerfile copies, is made of %s",
  async (_, source, changed, expected) => {
    const repository = keep(createGitRepository(files(source)));
    const base = repository.git("rev-parse", "HEAD").trim();
    repository.write({ [changed]: "2" });
    expect(await affected(repository, base)).toEqual(expected);
  },
);
