import { expect, test } from "@jest/globals";
import { affected } from "./testing/affected";
import { start } from "./testing/small-repository";

const extending = (target: string | readonly string[]) => JSON.stringify({ extends: target });
const told = (by: string, file = "tsconfig.base.json") => `${file} changed, which ${by} extends`;

test.each<[string, Record<string, string>, string, Record<string, string[]>]>([
  [
    "of a service's package",
    { "apps/api/tsconfig.json": extending("../../tsconfig.base.json") },
    "tsconfig.base.json",
    { api: [told("apps/api/tsconfig.json")] },
  ],
  [
    "of a package that it needs",
    { "packages/ui/tsconfig.build.json": extending("../../tsconfig.base") },
    "tsconfig.base.json",
    { web: [told("packages/ui/tsconfig.build.json")] },
  ],
  [
    "through another file, and one of several",
    {
      "apps/api/tsconfig.json": `{ // why\n "extends": ["@x/elsewhere/base.json", "../../config/node.json"], }`,
      "config/node.json": extending("../tsconfig.base.json"),
    },
    "tsconfig.base.json",
    { api: [told("apps/api/tsconfig.json")] },
  ],
  [
    "of a package that no service needs: nothing",
    { "packages/tool/tsconfig.json": extending("../../tsconfig.base.json") },
    "tsconfig.base.json",
    {},
  ],
  [
    "in a circle, where another file changed",
    { "apps/api/tsconfig.json": extending("./tsconfig.json") },
    "other.json",
    {},
  ],
])("what the TypeScript settings extend counts: %s", async (_, settings, changed, expected) => {
  const { repository } = start();
  const base = repository.commit({ ...settings, [changed]: "{}" });
  repository.write({ [changed]: '{"compilerOptions":{"target":"es2022"}}' });
  expect(await affected(repository, base)).toEqual(expected);
});

test("settings that are a link which leads nowhere extend nothing", async () => {
  const { repository } = start();
  const base = repository.commit({ "tsconfig.base.json": "{}" });
  repository.link("apps/api/tsconfig.json", "nowhere.json");
  repository.write({ "tsconfig.base.json": "{ }" });
  expect(await affected(repository, base)).toEqual({ api: ["apps/api/tsconfig.json changed"] });
});

test("what is deleted and still extended counts", async () => {
  const { repository } = start();
  const settings = { "apps/api/tsconfig.json": extending("../../tsconfig.base.json"), "tsconfig.base.json": "{}" };
  const base = repository.commit(settings);
  repository.write({ "tsconfig.base.json": null });
  expect(await affected(repository, base)).toEqual({ api: [told("apps/api/tsconfig.json")] });
});
