import { expect, test } from "@jest/globals";
import { affected } from "./testing/affected";
import { keep } from "./testing/changed-path";
import { createGitRepository } from "@cashsouk/testing/git-repository";

const site = (needs: object) => JSON.stringify({ name: "site", ...needs });

test.each<[string, Record<string, string>, string, Record<string, string[]>]>([
  [
    "of a workspace's package",
    {
      "package.json": JSON.stringify({ workspaces: ["apps/*"] }),
      "apps/site/package.json": site({ dependencies: { "@docusaurus/core": "3" } }),
      "apps/site/Dockerfile": "FROM base:1\nCOPY . .\n",
    },
    "apps/site/docs/guide.md",
    { site: ["apps/site/docs/guide.md changed"] },
  ],
  [
    "of a repository that is one package",
    { "package.json": site({ devDependencies: { vitepress: "1" } }), Dockerfile: "FROM base:1\nCOPY . .\n" },
    "docs/guide.md",
    { site: ["docs/guide.md changed"] },
  ],
  [
    "but not where it is made of something else",
    { "package.json": site({ dependencies: { express: "5" } }), Dockerfile: "FROM base:1\nCOPY . .\n" },
    "docs/guide.md",
    {},
  ],
])("`docs` counts for a service that is made of it, %s", async (_, files, changed, expected) => {
  const repository = keep(createGitRepository({ ...files, [changed]: "1" }));
  const base = repository.git("rev-parse", "HEAD").trim();
  repository.write({ [changed]: "2" });
  expect(await affected(repository, base)).toEqual(expected);
});
