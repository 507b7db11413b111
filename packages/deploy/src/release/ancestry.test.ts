import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { gitAncestry } from "./ancestry";

let folder: string;
let shallow: string;
const git = (...args: string[]) =>
  execFileSync("git", ["-c", "user.name=t", "-c", "user.email=t@example.test", ...args], {
    cwd: folder,
    encoding: "utf8",
  }).trim();
const commit = (message: string) => {
  git("commit", "--quiet", "--allow-empty", "-m", message);
  return git("rev-parse", "HEAD");
};
let [older, newer, aside] = ["", "", ""];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "ancestry-"));
  git("init", "--quiet", "--initial-branch=main");
  older = commit("older");
  git("checkout", "--quiet", "-b", "aside");
  aside = commit("aside");
  git("checkout", "--quiet", "main");
  newer = commit("newer");
  shallow = join(folder, "shallow");
  git("clone", "--quiet", "--depth=1", `file://${folder}`, shallow);
});
afterAll(() => rmSync(folder, { recursive: true }));

test("an older commit is an ancestor of a newer one, and not the other way", async () => {
  expect(await gitAncestry(folder)(older, newer)).toBe(true);
  expect(await gitAncestry(folder)(newer, older)).toBe(false);
});

test("a commit of another branch is none", async () => {
  expect(await gitAncestry(folder)(aside, newer)).toBe(false);
});

test("a commit that git does not know can't be told, in a shallow clone or at all", async () => {
  expect(await gitAncestry(shallow)(older, newer)).toBeUndefined();
  expect(await gitAncestry(folder)("f".repeat(40), newer)).toBeUndefined();
});
