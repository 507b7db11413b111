import { afterEach, describe, expect, test } from "@jest/globals";
import { cloneRepository, createGitRepository, type GitRepository } from "@cashsouk/testing/git-repository";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { changedFiles, commitTree, encodePath, openRepository, reachCommit, reachMergeBase, workingTree } from ".";

const made: GitRepository[] = [];
const keep = (repository: GitRepository) => (made.push(repository), repository);
afterEach(() => made.splice(0).forEach((repository) => repository.remove()));

const odd = 'a "b"\n\tü\\.txt';
const notUtf8 = Buffer.from([0x61, 0xff, 0x62]);

describe("changed files", () => {
  test.each<[string, (repository: GitRepository) => void, string[]]>([
    ["a change in place", ({ write }) => write({ "a.txt": "2" }), ["a.txt"]],
    ["a committed change", ({ commit }) => void commit({ "a.txt": "2" }), ["a.txt"]],
    ["a staged change", ({ write, git }) => (write({ "a.txt": "2" }), void git("add", "-A")), ["a.txt"]],
    ["both sides of a rename", ({ git }) => void git("mv", "a.txt", "c.txt"), ["a.txt", "c.txt"]],
    ["a deletion", ({ write }) => write({ "a.txt": null }), ["a.txt"]],
    ["a file that became a link", ({ link }) => link("a.txt", "b.txt"), ["a.txt"]],
    ["a mode", ({ mode }) => mode("a.txt", 0o755), ["a.txt"]],
    [
      "a mode that the clone is set to overlook",
      ({ git, mode }) => (git("config", "core.fileMode", "false"), mode("a.txt", 0o755)),
      ["a.txt"],
    ],
    ...["--assume-unchanged", "--skip-worktree"].flatMap(
      (flag): [string, (repository: GitRepository) => void, string[]][] => [
        [
          `a change under ${flag}`,
          ({ git, write }) => (git("update-index", flag, "a.txt"), write({ "a.txt": "2" })),
          ["a.txt"],
        ],
        [
          `a deletion under ${flag}`,
          ({ git, write }) => (git("update-index", flag, "a.txt"), write({ "a.txt": null })),
          ["a.txt"],
        ],
        [`nothing where ${flag} hides nothing`, ({ git }) => void git("update-index", flag, "a.txt"), []],
      ],
    ),
    ["a new file", ({ write }) => write({ "new/c.txt": "1" }), ["new/c.txt"]],
    ["a new file that is announced only", ({ git, write }) => (write({ c: "" }), void git("add", "-N", "c")), ["c"]],
    ["a staged deletion", ({ git }) => void git("rm", "--quiet", "a.txt"), ["a.txt"]],
    ["nothing where the index alone forgot a file", ({ git }) => void git("rm", "--quiet", "--cached", "a.txt"), []],
    [
      "nothing where a staged change was taken back since",
      ({ git, write }) => (write({ "a.txt": "2" }), git("add", "-A"), write({ "a.txt": "1" })),
      [],
    ],
    [
      "nothing where a new file was staged and is gone again",
      ({ git, write }) => (write({ c: "1" }), git("add", "-A"), write({ c: null })),
      [],
    ],
    ["nothing of what was only touched", ({ write }) => write({ "a.txt": "1" }), []],
    ["a file that became a folder", ({ write }) => write({ "a.txt": null, "a.txt/b": "1" }), ["a.txt", "a.txt/b"]],
    ["no ignored file", ({ write }) => write({ "c.log": "1" }), []],
    ["a name with quotes, a line break and a backslash", ({ write }) => write({ [odd]: "1" }), [odd]],
    [
      "nothing where a change was taken back",
      ({ commit }) => (commit({ "a.txt": "2" }), void commit({ "a.txt": "1" })),
      [],
    ],
  ])("name %s", async (_, change, wanted) => {
    const repository = keep(createGitRepository({ "a.txt": "1", "b.txt": "1", ".gitignore": "*.log" }));
    const base = repository.git("rev-parse", "HEAD").trim();
    change(repository);
    expect([...(await changedFiles(openRepository(repository.folder), base))].sort()).toEqual(wanted);
  });

  test("name a file whose name is not UTF-8, and its tree reads it", async () => {
    const repository = keep(createGitRepository({ "a.txt": "1" }));
    writeFileSync(Buffer.concat([Buffer.from(`${repository.folder}/`), notUtf8]), "1");
    const opened = openRepository(repository.folder);
    const [path = ""] = await changedFiles(opened, "HEAD");
    expect(encodePath(path)).toEqual(notUtf8);
    expect((await (await workingTree(opened)).readTexts([path])).get(path)).toBe("1");
    repository.commit();
    expect((await (await commitTree(opened, "HEAD")).readTexts([path])).get(path)).toBe("1");
  });

  test("name what a merge brought in, seen from its first parent", async () => {
    const repository = keep(createGitRepository({ "a.txt": "1" }));
    repository.git("switch", "--quiet", "--create", "side");
    repository.commit({ "b.txt": "1" });
    repository.git("switch", "--quiet", "main");
    const base = repository.commit({ "c.txt": "1" });
    repository.git("merge", "--quiet", "--no-edit", "side");
    expect([...(await changedFiles(openRepository(repository.folder), base))]).toEqual(["b.txt"]);
  });

  test("name a submodule that was moved", async () => {
    const module = keep(createGitRepository({ "a.txt": "1" }));
    const repository = keep(createGitRepository({ "a.txt": "1" }));
    repository.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", module.folder, "vendor/module");
    const base = repository.commit();
    const inner = join(repository.folder, "vendor/module");
    repository.git("-C", inner, "commit", "--quiet", "--allow-empty", "--message", "on");
    expect([...(await changedFiles(openRepository(repository.folder), base))]).toEqual(["vendor/module"]);
    expect((await workingTree(openRepository(repository.folder))).paths).toContain("vendor/module");
  });

  test("name a submodule that has changes of its own, also seen from a folder beside it", async () => {
    const module = keep(createGitRepository({ "a.txt": "1" }));
    const repository = keep(createGitRepository({ "inner/a.txt": "1" }));
    repository.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", module.folder, "inner/module");
    repository.git("config", "--file", ".gitmodules", "submodule.inner/module.ignore", "all");
    const base = repository.commit();
    repository.write({ "inner/module/a.txt": "2" });
    expect([...(await changedFiles(openRepository(repository.folder), base))]).toEqual(["inner/module"]);
    expect([...(await changedFiles(openRepository(join(repository.folder, "inner")), base))]).toEqual(["module"]);
  });

  test("name a folder that became a link to one with the same files, and what lay in it", async () => {
    const repository = keep(createGitRepository({ "new/c.txt": "1", "old/c.txt": "1" }));
    repository.write({ old: null });
    repository.link("old", "new");
    const opened = openRepository(repository.folder);
    expect([...(await changedFiles(opened, "HEAD"))].sort()).toEqual(["old", "old/c.txt"]);
    expect((await workingTree(opened)).paths).toEqual(["new/c.txt", "old"]);
  });

  test("name what a merge that is not done has in conflict, and not what is as it was", async () => {
    const repository = keep(createGitRepository({ "a.txt": "1", "b.txt": "1", "c.txt": "1" }));
    repository.git("switch", "--quiet", "--create", "side");
    repository.commit({ "a.txt": "2", "b.txt": "2" });
    repository.git("switch", "--quiet", "main");
    const base = repository.commit({ "a.txt": "3", "b.txt": "3" });
    expect(() => repository.git("merge", "--quiet", "side")).toThrow();
    repository.write({ "b.txt": "3" });
    const opened = openRepository(repository.folder);
    expect([...(await changedFiles(opened, base))]).toEqual(["a.txt"]);
    expect((await workingTree(opened)).paths).toEqual(["a.txt", "b.txt", "c.txt"]);
  });

  test("are relative to a folder inside the repository, and those outside are not named", async () => {
    const repository = keep(createGitRepository({ "a.txt": "1", "inner/b.txt": "1" }));
    repository.write({ "a.txt": "2", "inner/b.txt": "2" });
    expect([...(await changedFiles(openRepository(join(repository.folder, "inner")), "HEAD"))]).toEqual(["b.txt"]);
  });
});

test("the working tree holds what lies in a folder that took a file's place, and the file no more", async () => {
  const repository = keep(createGitRepository({ "a.txt": "1" }));
  repository.write({ "a.txt": null, "a.txt/b": "1" });
  expect((await workingTree(openRepository(repository.folder))).paths).toEqual(["a.txt/b"]);
});

test("the working tree holds neither what was deleted nor what was staged and is gone again", async () => {
  const repository = keep(createGitRepository({ "a.txt": "1", "b.txt": "1" }));
  repository.write({ "c.txt": "1", "d.txt": "1" });
  repository.git("add", "c.txt");
  repository.write({ "a.txt": null, "c.txt": null });
  expect((await workingTree(openRepository(repository.folder))).paths).toEqual(["b.txt", "d.txt"]);
});

describe("reaching a commit", () => {
  test("a shallow clone is given the commit that it lacks, without its whole history", async () => {
    const origin = keep(createGitRepository());
    const ids = Array.from({ length: 20 }, (_, index) => origin.commit({ "a.txt": String(index) }));
    const clone = keep(cloneRepository(origin.folder, "--depth=1"));
    expect(await reachCommit(openRepository(clone.folder), ids[2] ?? "", { deepen: true })).toEqual({ commit: ids[2] });
    expect(clone.git("rev-parse", "--is-shallow-repository").trim()).toBe("true");
  });

  test("with deepen off the commit is missing, and the reason says so", async () => {
    const origin = keep(createGitRepository());
    const first = origin.commit({ "a.txt": "1" });
    origin.commit({ "a.txt": "2" });
    const clone = keep(cloneRepository(origin.folder, "--depth=1"));
    expect(await reachCommit(openRepository(clone.folder), first, { deepen: false })).toEqual({
      missing: `commit ${first} is not in this clone, and deepen is false`,
    });
  });

  test.each(["main", "heads/main", "refs/heads/main"])(
    "%s is what the clone has as the origin's, where that can't be asked",
    async (name) => {
      const origin = keep(createGitRepository({ "a.txt": "1" }));
      const main = origin.git("rev-parse", "HEAD").trim();
      const clone = keep(cloneRepository(origin.folder));
      clone.git("checkout", "--quiet", "--detach");
      clone.git("branch", "--quiet", "--delete", "main");
      clone.git("remote", "set-url", "origin", "file:///nowhere");
      for (const deepen of [true, false])
        expect(await reachCommit(openRepository(clone.folder), name, { deepen })).toEqual({ commit: main });
    },
  );

  test("a commit that exists nowhere is missing", async () => {
    const origin = keep(createGitRepository({ "a.txt": "1" }));
    const clone = keep(cloneRepository(origin.folder, "--depth=1"));
    const gone = "1234567890123456789012345678901234567890";
    expect(await reachCommit(openRepository(clone.folder), gone, { deepen: true })).toEqual({
      missing: `commit ${gone} is neither in this clone nor can it be fetched (force push, or deleted)`,
    });
  });

  test("a merge base beyond a shallow clone's end is found by deepening", async () => {
    const origin = keep(createGitRepository({ "a.txt": "0" }));
    const fork = origin.git("rev-parse", "HEAD").trim();
    origin.git("switch", "--quiet", "--create", "side");
    for (let step = 0; step < 6; step++) origin.commit({ "b.txt": String(step) });
    origin.git("switch", "--quiet", "main");
    for (let step = 0; step < 9; step++) origin.commit({ "a.txt": String(step) });
    const clone = keep(cloneRepository(origin.folder, "--depth=1", "--no-single-branch", "--branch=side"));
    const found = await reachMergeBase(openRepository(clone.folder), ["HEAD", "origin/main"], { deepen: true });
    expect(found).toEqual({ commit: fork });
  });

  test("a clone is deepened by 2, 4, 8 … until the merge base is there, and no further", async () => {
    const origin = keep(createGitRepository({ "a.txt": "0" }));
    const empty = () => origin.git("commit", "--quiet", "--allow-empty", "--message", "more");
    for (let step = 0; step < 40; step++) empty();
    const fork = origin.git("rev-parse", "HEAD").trim();
    origin.git("branch", "side");
    for (let step = 0; step < 20; step++) empty();
    const clone = keep(cloneRepository(origin.folder, "--depth=1", "--no-single-branch"));
    const found = await reachMergeBase(openRepository(clone.folder), ["HEAD", "origin/side"], { deepen: true });
    expect(found).toEqual({ commit: fork });
    // 20 commits lie between: 1 + 2 + 4 + 8 are too few, and 16 more are enough.
    expect(clone.git("rev-list", "--count", "HEAD").trim()).toBe("31");
  });

  test("a common ancestor is no merge base while a better one may lie behind the end of a shallow clone", async () => {
    // A long branch that took main in forty commits ago, merged into a young one that left main before.
    const origin = keep(createGitRepository({ "a.txt": "0" }));
    const { git } = origin;
    git("branch", "young");
    git("switch", "--quiet", "--create", "long");
    origin.commit({ "long.txt": "0" });
    git("switch", "--quiet", "main");
    const best = origin.commit({ "a.txt": "1" });
    git("switch", "--quiet", "long");
    git("merge", "--quiet", "--no-ff", "--no-edit", "main");
    for (let step = 0; step < 40; step++) origin.commit({ "long.txt": `more ${step}` });
    git("switch", "--quiet", "young");
    git("merge", "--quiet", "--no-ff", "--no-edit", "long");
    git("switch", "--quiet", "main");
    origin.commit({ "a.txt": "2" });
    const clone = keep(cloneRepository(origin.folder, "--depth=1", "--no-single-branch", "--branch=young"));
    const sides = ["HEAD", "origin/main"] as const;
    const within = openRepository(clone.folder);
    expect(await reachMergeBase(within, sides, { deepen: true })).toEqual({ commit: best });
  });

  test.each(["--upload-pack=touch marked", "+refs/heads/main:refs/heads/x", "main:refs/heads/x", "^main", "a b"])(
    "what is no name is not asked for: %s",
    async (revision) => {
      const origin = keep(createGitRepository({ "a.txt": "1" }));
      const clone = keep(cloneRepository(origin.folder, "--depth=1"));
      const missing = `"${revision}" is no commit's name`;
      expect(await reachCommit(openRepository(clone.folder), revision, { deepen: true })).toEqual({ missing });
      expect(existsSync(join(clone.folder, "marked"))).toBe(false);
      expect(clone.git("for-each-ref", "refs/heads/x")).toBe("");
    },
  );

  test("a branch that only the origin has is fetched by its name", async () => {
    const origin = keep(createGitRepository({ "a.txt": "1" }));
    const clone = keep(cloneRepository(origin.folder, "--depth=1"));
    origin.git("switch", "--quiet", "--create", "other");
    const other = origin.commit({ "a.txt": "other" });
    expect(await reachCommit(openRepository(clone.folder), "other", { deepen: true })).toEqual({ commit: other });
  });

  test("an origin that can't be asked is told in git's own words", async () => {
    const clone = keep(cloneRepository(keep(createGitRepository({ "a.txt": "1" })).folder, "--depth=1"));
    clone.git("remote", "set-url", "origin", join(clone.folder, "nowhere"));
    const gone = "1".repeat(40);
    expect(await reachCommit(openRepository(clone.folder), gone, { deepen: true })).toEqual({
      missing: expect.stringContaining("nowhere' does not appear to be a git repository") as unknown,
    });
  });

  test("after a force push, the commit that was there before is fetched while the origin still has it", async () => {
    const origin = keep(createGitRepository({ "a.txt": "1" }));
    const before = origin.commit({ "a.txt": "2" });
    origin.git("reset", "--quiet", "--hard", "HEAD~1");
    origin.commit({ "a.txt": "3" });
    const clone = keep(cloneRepository(origin.folder, "--depth=1"));
    expect(() => clone.git("cat-file", "-e", before)).toThrow();
    origin.git("config", "uploadpack.allowAnySHA1InWant", "true");
    expect(await reachCommit(openRepository(clone.folder), before, { deepen: true })).toEqual({ commit: before });
  });
});
