import { afterEach, describe, expect, test } from "@jest/globals";
import { cloneRepository, createGitRepository, type GitRepository } from "@cashsouk/testing/git-repository";
import { join } from "node:path";
import { changedFiles, openRepository, reachCommit } from ".";

const made: GitRepository[] = [];
const keep = (repository: GitRepository) => (made.push(repository), repository);
afterEach(() => made.splice(0).forEach((repository) => repository.remove()));

describe("opening a repository", () => {
  test("that belongs to another user works", async () => {
    const repository = keep(createGitRepository({ "a.txt": "1" }));
    // Git's own switch for its tests of "dubious ownership".
    process.env["GIT_TEST_ASSUME_DIFFERENT_OWNER"] = "1";
    try {
      expect(() => repository.git("status")).toThrow("dubious ownership");
      expect([...(await changedFiles(openRepository(repository.folder), "HEAD"))]).toEqual([]);
    } finally {
      delete process.env["GIT_TEST_ASSUME_DIFFERENT_OWNER"];
    }
  });

  test("in a folder of it works, where git is told to look no further up", async () => {
    const { folder, commit } = keep(createGitRepository());
    const first = commit({ "a/b.txt": "1" });
    process.env["GIT_CEILING_DIRECTORIES"] = folder;
    try {
      expect([...(await changedFiles(openRepository(join(folder, "a")), first))]).toEqual([]);
    } finally {
      delete process.env["GIT_CEILING_DIRECTORIES"];
    }
  });

  test("keeps the settings that the step was given for git", async () => {
    const { folder, commit } = keep(createGitRepository());
    const wanted = commit({ "a.txt": "1" });
    const clone = keep(cloneRepository(folder));
    clone.git("remote", "set-url", "origin", "https://git.example.com/x");
    const later = commit({ "a.txt": "2" });
    const given = {
      GIT_CONFIG_COUNT: "1",
      GIT_CONFIG_KEY_0: `url.file://${folder}.insteadOf`,
      GIT_CONFIG_VALUE_0: "https://git.example.com/x",
    };
    Object.assign(process.env, given);
    try {
      expect(await reachCommit(openRepository(clone.folder), later, { deepen: true })).toEqual({ commit: later });
      expect([...(await changedFiles(openRepository(clone.folder), wanted, later))]).toEqual(["a.txt"]);
    } finally {
      for (const name of Object.keys(given)) delete process.env[name];
    }
  });

  test("a folder that is in no repository is refused with the hint to check out", () => {
    expect(() => openRepository("/")).toThrow(/^\/ is not inside a git repository$/);
  });

  test("a folder that is not there is refused with the input that names it", () => {
    const hint = expect.stringContaining("`working-directory`");
    const message = "the folder /none does not exist";
    expect(() => openRepository("/none")).toThrow(expect.objectContaining({ message, hint }));
  });
});
