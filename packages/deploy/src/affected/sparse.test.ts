import { expect, test } from "@jest/globals";
import { cloneRepository, createGitRepository } from "@cashsouk/testing/git-repository";
import { workspaceFiles } from "../content/workspace-fixture";
import { affectedSince } from "./testing/affected";
import { keep } from "./testing/changed-path";

const revision = (commit: string) => ({ kind: "revision", revision: commit }) as const;

test.each([
  ["a service's files", ["packages/ui"], "apps/api/src/main.ts", { api: ["apps/api/src/main.ts changed"] }],
  [
    "a dependency's files",
    ["apps/web"],
    "packages/ui/src/button.tsx",
    { web: ["its dependency @x/ui changed (packages/ui/src/button.tsx)"] },
  ],
  ["all folders", [".github"], "apps/api/src/main.ts", { api: ["apps/api/src/main.ts changed"] }],
  ["what did not change", ["apps/api"], "docs/guide.md", {}],
])("what a sparse checkout left out counts as its commit has it: %s", async (_, folders, changed, expected) => {
  const { clone, base } = sparse(folders, { [changed]: "2" });
  expect(await affectedSince(clone, revision(base))).toEqual(expected);
});

test("attributes that a sparse checkout left out are those of its commit", async () => {
  const { clone, base } = sparse([".github"], { "apps/api/.gitattributes": "*.ts eol=crlf\n" });
  const both = clone.git("rev-parse", "HEAD").trim();
  expect(Object.keys(await affectedSince(clone, revision(base)))).toEqual(["api"]);
  expect(await affectedSince(clone, revision(both))).toEqual({});
});

function sparse(folders: readonly string[], change: Record<string, string>) {
  const origin = keep(createGitRepository({ ...workspaceFiles }));
  const base = origin.git("rev-parse", "HEAD").trim();
  origin.commit(change);
  const clone = keep(cloneRepository(origin.folder, "--no-checkout"));
  clone.git("sparse-checkout", "set", ...folders);
  clone.git("checkout", "--quiet");
  return { clone, base };
}
