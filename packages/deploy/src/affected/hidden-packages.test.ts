import { describe, expect, test } from "@jest/globals";
import { createGitRepository, type GitRepository } from "@cashsouk/testing/git-repository";
import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { affected } from "./testing/affected";
import { affectedBy, type Files, json, keep, npm, npmLock, within } from "./testing/changed-path";

const hidings: Readonly<Record<string, (repository: GitRepository) => void>> = {
  submodule({ git }) {
    const module = keep(createGitRepository({ "package.json": json({ name: "hidden" }) }));
    git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", module.folder, "packages/hidden");
  },
  link({ folder }) {
    symlinkSync("../shared/hidden", join(folder, "packages/hidden"));
  },
};
const hidden = { "shared/hidden/package.json": json({ name: "hidden" }), "shared/hidden/index.js": "1" };

const mayBe = (from: string, needs: string, place = "packages/hidden") =>
  `could not tell: ${from} depends on ${needs}, which may be in ${place}, and git does not show what is there`;

describe("a package that git does not show, needed by its name and a range", () => {
  test.each(Object.keys(hidings))("behind a %s, is whatever no lockfile says comes from elsewhere", async (how) => {
    expect(await affectedBy(npm(hidden), "shared/hidden/index.js", { arrange: hidings[how]! })).toEqual({
      api: [mayBe("apps/api", "hidden (*)")],
      web: [mayBe("apps/web", "react (^19)")],
    });
  });

  const told: [string, Files][] = [
    [
      "npm's",
      npmLock({ "node_modules/hidden": { resolved: "packages/hidden", link: true }, "node_modules/react": {} }),
    ],
    ["Yarn's classic", { "yarn.lock": '# yarn lockfile v1\n\n\nreact@^19:\n  version "19.0.0"\n' }],
    [
      "Yarn's later",
      {
        "yarn.lock":
          '__metadata:\n  version: 8\n\n"hidden@*, hidden@workspace:packages/hidden":\n  version: 0.0.0-use.local\n  resolution: "hidden@workspace:packages/hidden"\n',
      },
    ],
    [
      "Bun's",
      {
        "bun.lock":
          '{\n  "lockfileVersion": 1,\n  "packages": {\n    "hidden": ["hidden@workspace:packages/hidden"],\n  }\n}\n',
      },
    ],
  ];
  test.each(told)(
    "is no more than that where %s lockfile tells it from the registry's packages",
    async (_, lockfile) => {
      const found = await affectedBy(npm({ ...hidden, ...lockfile }), "shared/hidden/index.js", {
        arrange: hidings["link"]!,
      });
      expect(Object.keys(found)).toEqual(["api"]);
      expect(found["api"]).toEqual([expect.stringMatching(/^could not tell: .*packages\/hidden/)]);
    },
  );

  test("a submodule that moved counts for whom npm's lockfile links to it", async () => {
    const repository = keep(createGitRepository({ ...npm(told[0]![1]) }));
    hidings["submodule"]!(repository);
    const base = repository.commit();
    repository.git("-C", "packages/hidden", "commit", "--quiet", "--allow-empty", "--message", "on");
    expect(await affected(repository, base)).toEqual({
      api: ["its dependency packages/hidden changed (packages/hidden)"],
    });
  });

  test("lies where the globs lead out of the folder, but not out of the repository", async () => {
    const files = npm({}, { workspaces: ["apps/*", "../shared/*"] });
    const all = { ...within("backend", files), ...hidden };
    expect(await affectedBy(all, "shared/hidden/index.js", { folder: "backend" })).toEqual({
      api: [mayBe("apps/api", "hidden (*)", "../shared/*")],
      web: [mayBe("apps/web", "react (^19)", "../shared/*")],
    });
  });

  test.each<[string, (repository: GitRepository) => void]>([
    ["a link to a file", ({ folder }) => symlinkSync("../package.json", join(folder, "packages/README.md"))],
    ["a link to a folder that is no package", ({ folder }) => symlinkSync("../docs", join(folder, "packages/docs"))],
    ["a link out of the repository", ({ folder }) => symlinkSync("/etc/hostname", join(folder, "packages/host"))],
    ["a file", ({ write }) => write({ "packages/README.md": "1" })],
  ])("is not %s among the packages", async (_, arrange) => {
    expect(await affectedBy(npm({ "docs/guide.md": "1" }), "docs/guide.md", { arrange })).toEqual({});
  });
});
