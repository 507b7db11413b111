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
  "packages/tool/src/a.js": "1",
  "packages/tool/tsconfig.json": json({ extends: "../../config/built.json" }),
  "packages/other/package.json": json({ name: "other" }),
  "packages/other/tsconfig.json": json({ extends: "../../config/other.json" }),
  "config/built.json": "1",
  "config/other.json": "1",
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
  [
    "the package whose folder is named behind others",
    "dist/out/tool",
    "packages/tool/index.js",
    { api: ["its dependency tool changed (packages/tool/index.js)"] },
  ],
  [
    "the package with its settings, and what those lead to",
    "packages/tool/dist",
    "config/built.json",
    { api: ["config/built.json changed, which packages/tool/tsconfig.json leads to"] },
  ],
  ["no other package's settings", "packages/tool/dist", "config/other.json", {}],
  [
    "nothing of what the package needs, where a glob names files of it",
    "packages/tool/src/*.js",
    "packages/ui/index.js",
    {},
  ],
  ["nothing of that either where a glob begins with letters", "packages/tool/src/a*.js", "packages/ui/index.js", {}],
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
