import { createGitRepository, type GitRepository } from "@cashsouk/testing/git-repository";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { gitAncestry } from "../release";
import { released, run, wire } from "./testing/rollout";

/** A, B, C and D on main, one after the other; F made of A, beside them. */
type Letter = "A" | "B" | "C" | "D" | "F";
const commits = new Map<Letter, string>();
let repository: GitRepository;

beforeAll(() => {
  repository = createGitRepository();
  const make = (letter: Letter) => commits.set(letter, repository.commit({ file: letter }).trim());
  (["A", "B", "C", "D"] as const).forEach(make);
  repository.git("checkout", "--quiet", "-b", "fix", commits.get("A") ?? "");
  make("F");
});
afterAll(() => repository.remove());

/** The ledger's entry of a commit; one that is no letter git does not know. */
function entry(letter: string) {
  const commit = commits.get(letter as Letter) ?? letter.repeat(40);
  return { ...released("api"), commit, image: `repo/api@sha256:${letter}`, digest: `sha256:${letter}` };
}
const deploying = async (letter: Letter, ledger: string) => {
  const entries = [...ledger].map(entry);
  const commit = commits.get(letter) ?? "";
  const scenario = { history: entries.slice(0, -1), releases: entries.slice(-1), request: { commit } };
  return (await run({ ...scenario, isAncestor: gitAncestry(repository.folder) })).api;
};

describe("a commit is held against all that the ledger had, and", () => {
  test.each<[string, Letter, string, string, string]>([
    ["a late approval after a way back is refused", "B", "ACA", "C", "A"],
    ["so it is where it was released before what was taken away", "B", "ABCA", "C", "A"],
    ["so it is after a fix of what was gone back to", "B", "ACAF", "C", "F"],
  ])("%s (%s, where the ledger had %s)", async (_title, letter, ledger, had, now) => {
    const short = (of: string) => commits.get(of as Letter)?.slice(0, 12);
    await expect(deploying(letter, ledger)).rejects.toMatchObject({
      code: "older-commit",
      message: `commit: ${short(letter)} is older than what was released before: api had ${short(had)} before it went to ${short(now)}; nothing was moved`,
      hint: expect.stringContaining("allow-older: true"),
    });
    expect(wire?.actions()).not.toContain("UpdateService");
  });

  test.each<[string, Letter, string]>([
    ["the next push after a way back is deployed", "D", "ACA"],
    ["what was taken away may come again, since nothing older comes with it", "C", "ACA"],
    ["a fix of what was gone back to is deployed", "F", "ACA"],
    ["a release that was gone back to may be run again", "A", "ACA"],
    ["what git does not know any more keeps nothing back", "D", "9C"],
    ["an ordinary push is deployed", "C", "AB"],
  ])("%s (%s, where the ledger had %s)", async (_title, letter, ledger) => {
    expect(await deploying(letter, ledger)).toMatchObject({ outcome: "deployed", moved: true });
  });
});
