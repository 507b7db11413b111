import { createGitRepository } from "@cashsouk/testing/git-repository";
import { expect, test } from "@jest/globals";
import { affected } from "./testing/affected";
import { keep } from "./testing/changed-path";

const json = JSON.stringify;
const files = (led: Record<string, string>) => ({
  "services.json": json({
    services: [{ name: "api", package: "services/api", dockerfile: "services/api/Dockerfile" }],
  }),
  "services/api/Dockerfile": "FROM base:1\nCOPY . .\n",
  "libs/common/docs/docs.go": "1",
  "libs/base/base.go": "1",
  ...led,
});
const common = { api: ["its dependency libs/common changed (libs/common/docs/docs.go)"] };
const docs = "libs/common/docs/docs.go";

test.each<[string, Record<string, string>, string, Record<string, string[]>]>([
  ["by Go's replace", { "services/api/go.mod": "module api\n\nreplace x/common => ../../libs/common\n" }, docs, common],
  [
    "by uv's sources",
    { "services/api/pyproject.toml": '[tool.uv.sources]\ncommon = { path = "../../libs/common", editable = true }\n' },
    docs,
    common,
  ],
  ["by pip's requirements", { "services/api/requirements-dev.txt": "-e file:../../libs/common#egg=x\n" }, docs, common],
  ["by Cargo", { "services/api/Cargo.toml": '[dependencies]\ncommon={path="../../libs/common"}\n' }, docs, common],
  [
    "by a .NET project",
    {
      "services/api/Api.csproj": '<ProjectReference Include="..\\..\\libs\\common\\Common.csproj" />',
      "libs/common/Common.csproj": "<Project />",
    },
    docs,
    common,
  ],
  [
    "of what it leads to in turn",
    {
      "services/api/pyproject.toml": 'common = { path = "../../libs/common" }',
      "libs/common/pyproject.toml": 'base = { path = "../base" }',
    },
    "libs/base/base.go",
    { api: ["its dependency libs/base changed (libs/base/base.go)"] },
  ],
  [
    "a file",
    { "services/api/requirements.txt": "-r ../../shared.txt\n", "shared.txt": "a==1" },
    "shared.txt",
    { api: ["its dependency shared.txt changed (shared.txt)"] },
  ],
  ["not what nothing leads to", { "services/api/go.mod": "replace x => ../../libs/common" }, "libs/base/base.go", {}],
  ["not what isn't there, nor the root", { "services/api/go.mod": "// ../../gone ../.. ../../../up" }, docs, {}],
])("what a folder of another language is built from counts: %s", async (_, led, changed, expected) => {
  const repository = keep(createGitRepository(files(led)));
  const base = repository.git("rev-parse", "HEAD").trim();
  repository.write({ [changed]: "2" });
  expect(await affected(repository, base)).toEqual(expected);
});
