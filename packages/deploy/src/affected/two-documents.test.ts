import { describe, expect, test } from "@jest/globals";
import { environment, lockfile, settings } from "../content/workspace-fixture";
import { affected } from "./testing/affected";
import { affectedBy, needs, pnpm, pnpmLock } from "./testing/changed-path";
import { start } from "./testing/small-repository";
import { both } from "./testing/two-states";

const behind = (pnpm: string, said = lockfile) => ({ "pnpm-lock.yaml": environment(pnpm) + said });
const environmentChanged =
  "pnpm-lock.yaml changed in pnpm's own version or its configDependencies, which every service uses";
const bumped = lockfile.replaceAll("sha512-c", "sha512-c2");

describe("of a lockfile that stands behind pnpm's own", () => {
  test.each<[string, Record<string, string>, Record<string, unknown[]>]>([
    [
      "what changed elsewhere affects those that have it",
      { "apps/api/src/main.ts": "1" },
      { api: ["apps/api/src/main.ts changed"] },
    ],
    ["a README affects nothing", { "README.md": "2" }, {}],
    [
      "a bump affects those whose resolved packages changed",
      behind("12.1.0", bumped),
      { web: ["the lockfile resolves c@1.0.0 differently"] },
    ],
    ["a bump of a root tool affects nothing", behind("12.1.0", lockfile.replaceAll("d@1.0.0", "d@1.0.1")), {}],
    ["another pnpm affects every service, and says why", behind("12.2.0"), both(environmentChanged)],
    [
      "another pnpm and a bump are told both",
      behind("12.2.0", bumped),
      { api: [environmentChanged], web: ["the lockfile resolves c@1.0.0 differently", environmentChanged] },
    ],
    [
      "a config dependency affects every service",
      {
        "pnpm-lock.yaml": `${environment("12.1.0").replace("{}", "{a: {specifier: 1.0.0, version: 1.0.0}}")}${lockfile}`,
      },
      both(environmentChanged),
    ],
    ["pnpm's own that goes affects every service", { "pnpm-lock.yaml": lockfile }, both(environmentChanged)],
  ])("%s", async (_, change, wanted) => {
    const { repository } = start();
    const base = repository.commit(behind("12.1.0"));
    repository.write(change);
    expect(await affected(repository, base)).toEqual(wanted);
  });

  test("pnpm's own that comes affects every service", async () => {
    const { repository, base } = start();
    repository.write(behind("12.1.0"));
    expect(await affected(repository, base)).toEqual(both(environmentChanged));
  });

  test.each([
    ["as pnpm writes it", "link:../../packages/ui"],
    ["in quotes, so that the whole file is read", "'link:../../packages/ui'"],
  ])("a package that only it leads to counts: %s", async (_, version) => {
    const said = environment("12.1.0") + pnpmLock(needs("ui", "workspace:*", version));
    expect(await affectedBy(pnpm("", {}, said), "packages/ui/index.js")).toEqual({
      api: ["its dependency ui changed (packages/ui/index.js)"],
    });
  });
});

test("pnpm's own alone is no lockfile, so that it and the settings count whole for every service", async () => {
  const { repository } = start();
  const base = repository.commit({ "pnpm-lock.yaml": environment("12.1.0") });
  repository.write({ "pnpm-lock.yaml": environment("12.2.0"), "pnpm-workspace.yaml": `${settings}lockfile: false\n` });
  const why = [
    "pnpm-lock.yaml changed, which every service uses",
    "pnpm-workspace.yaml changed, which every service uses",
  ];
  expect(await affected(repository, base)).toEqual(both(...why));
});
