import { expect, test } from "@jest/globals";
import { readSnapshot } from "../content";
import { treeOf } from "../content/workspace-fixture";
import { manifest } from "./testing/two-states";
import { unmatchedEntries, unusedDockerfiles } from "./unmatched";

const declared = { "services.json": manifest(() => 0), "docker/Dockerfile": "FROM base:1\n" };
const nothing = (field: string, entry: string) => `${field}: nothing matches "${entry}", neither now nor at the base`;

test.each<[string, string[], string[]]>([
  ["that is a file matches", ["README.md"], []],
  ["that is a folder matches", ["packages/tool"], []],
  ["that is a glob matches what it brings", ["packages/*/src/**"], []],
  ["that leads behind what git has as one path matches", ["docker/Dockerfile/third/**"], []],
  ["that only the base has matches", ["old/a.ts"], []],
  ["that refuses is not told", ["README.md", "!**/*.md"], []],
  ["that is nowhere is told", ["README.md", "READ", "apps/api/*.md"], ["READ", "apps/api/*.md"]],
])("an entry %s", async (_, entries, wanted) => {
  const services = manifest((entry) => entry.name === "web" && (entry["paths"] = entries), { global: [] });
  const [head, base, other] = await Promise.all(
    [{ "services.json": services }, {}, { "old/a.ts": "1" }].map((files) => readSnapshot(treeOf(files))),
  );
  const told = wanted.map((entry) => nothing("paths of the service web", entry));
  expect(unmatchedEntries(head!, [base!, other!])).toEqual(told);
});

test("the entries of every service are told, and then those for all", async () => {
  const services = manifest((entry) => (entry["paths"] = [`no/${entry.name}`]), {
    global: ["no/one", "shared.config"],
  });
  expect(unmatchedEntries(await readSnapshot(treeOf({ "services.json": services })), [])).toEqual([
    nothing("paths of the service api", "no/api"),
    nothing("paths of the service web", "no/web"),
    nothing("global", "no/one"),
  ]);
});

test.each([
  ["of another name is told", { "apps/web/Dockerfile.prod": "" }, ["apps/web/Dockerfile.prod"]],
  ["beside one that is used is not", { "apps/api/api.Dockerfile": "", "apps/api/Dockerfile.dockerignore": "" }, []],
  ["that lies further down is not", { "apps/web/test/Dockerfile": "" }, []],
  ["of a workspace with a manifest is not", { ...declared, "apps/web/web.Dockerfile": "" }, []],
])("a Dockerfile %s", async (_, files, wanted) => {
  const snapshot = await readSnapshot(
    treeOf({ "services.json": null, "docker/Dockerfile": null, "apps/api/Dockerfile": "FROM base:1\n", ...files }),
  );
  const told = (path: string) => `${path} makes no service: call it Dockerfile, or list the services in services.json`;
  expect(unusedDockerfiles(snapshot)).toEqual(wanted.map(told));
});

const elsewhere = (paths: string) =>
  `no service is made of ${paths}, in no workspace package: list all services in services.json`;

test.each<[string, Record<string, string>, string[]]>([
  [
    "are told in one line",
    { "worker/Dockerfile": "", "cron/job/Dockerfile.prod": "" },
    [elsewhere("cron/job/Dockerfile.prod, worker/Dockerfile")],
  ],
  [
    "are told by the first three",
    { "a/Dockerfile": "", "b/Dockerfile": "", "c/Dockerfile": "", "d/Dockerfile": "" },
    [elsewhere("a/Dockerfile, b/Dockerfile, c/Dockerfile")],
  ],
  ["are not told of a hidden folder", { ".devcontainer/Dockerfile": "" }, []],
  [
    "are not told of tests and examples",
    { "e2e/Dockerfile": "", "test/db/Dockerfile": "", "examples/a/Dockerfile": "" },
    [],
  ],
  [
    "are not told where the root is a service, which is made of all",
    { Dockerfile: "FROM base:1", "a/Dockerfile": "" },
    [],
  ],
  ["are not told of a workspace with a manifest", { ...declared, "a/Dockerfile": "" }, []],
])("Dockerfiles in no package %s", async (_, files, wanted) => {
  const snapshot = await readSnapshot(
    treeOf({ "services.json": null, "docker/Dockerfile": null, "apps/api/Dockerfile": "FROM base:1\n", ...files }),
  );
  expect(unusedDockerfiles(snapshot)).toEqual(wanted);
});
