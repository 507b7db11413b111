import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { cloneRepository, createGitRepository, type GitRepository } from "@cashsouk/testing/git-repository";
import { openRepository, type Repository } from "../git";
import type { Release } from "../release";
import type { BaseChoice, Baseline } from "./baseline";
import { findBaselines } from "./baselines";

let made: GitRepository;
let repository: Repository;
let [first, second]: string[] = [];
beforeAll(() => {
  made = createGitRepository();
  first = made.commit({ "a.txt": "1" });
  made.git("switch", "--quiet", "--create", "side");
  made.commit({ "b.txt": "1" });
  made.git("switch", "--quiet", "main");
  second = made.commit({ "a.txt": "2" });
  repository = openRepository(made.folder);
});
afterAll(() => made.remove());

const find = async (base: BaseChoice, services = ["api", "web"], within = repository) =>
  Object.fromEntries(await findBaselines(within, services, { base, deepen: false }));
const both = (baseline: Baseline) => ({ api: baseline, web: baseline });
const release = (commit: string, dirty = false) => ({ commit, dirty }) as Release;
const gone = "1".repeat(40);
const notHere = (commit: string): Baseline => ({
  reason: { kind: "no-baseline", why: `commit ${commit} is not in this clone, and deepen is false` },
});

test("where there is no base, every service has the reason instead", async () => {
  expect(await find({ kind: "none", why: "a schedule" })).toEqual(
    both({ reason: { kind: "no-baseline", why: "a schedule" } }),
  );
});

test("a revision is every service's base, as the commit that it names", async () => {
  expect(await find({ kind: "revision", revision: "HEAD~1" })).toEqual(both({ commit: first! }));
});

test("a name that nothing has is a mistake, and nobody's base", async () => {
  await expect(find({ kind: "revision", revision: "mian" })).rejects.toMatchObject({
    code: "unknown-base",
    message: "base: commit mian is not in this clone, and deepen is false",
    hint: "Name a branch, a tag or a commit's whole id.",
  });
});

test("a revision that is not there is nobody's base, with the reason", async () => {
  expect(await find({ kind: "revision", revision: gone })).toEqual(both(notHere(gone)));
});

test("the merge base is every service's base", async () => {
  expect(await find({ kind: "merge-base", with: "side", head: "HEAD" })).toEqual(both({ commit: first! }));
});

describe("a pull request's", () => {
  /** GitHub's merge of it: main went on after the event, and the merge was made anew. */
  const merged = (onto: string, ...more: string[]) => {
    made.git("switch", "--quiet", "--detach", onto);
    made.git("merge", "--quiet", "--no-ff", "--no-edit", "side", ...more);
    const commit = made.git("rev-parse", "HEAD").trim();
    made.git("switch", "--quiet", "main");
    return commit;
  };
  const proposal = (head: string, proposed: string) => ({ kind: "merge-base", with: first!, head, proposed }) as const;
  const side = () => made.git("rev-parse", "side").trim();

  test("merge commit is compared with the branch that it was merged into, though the event names an older one", async () => {
    expect(await find(proposal(merged("main"), side()))).toEqual(both({ commit: second! }));
  });

  test("merge with others besides is none of GitHub's, and is compared with its merge base", async () => {
    made.git("switch", "--quiet", "--create", "third", first!);
    const third = made.commit({ "e.txt": "1" });
    made.git("switch", "--quiet", "main");
    expect(await find(proposal(merged("main", third), side()))).toEqual(both({ commit: first! }));
  });

  test("own last commit is compared with its merge base", async () => {
    expect(await find(proposal("side", side()))).toEqual(both({ commit: first! }));
  });

  test("older commit is held by a merge of a newer one", async () => {
    made.git("switch", "--quiet", "--create", "newer", "side");
    const newer = made.commit({ "d.txt": "1" });
    made.git("switch", "--quiet", "main");
    expect(await find(proposal(newer, side()))).toEqual(both({ commit: first! }));
  });

  test("commit that is not looked at means everything: what is checked out is the branch that it is proposed to", async () => {
    const why = `${second!.slice(0, 12)}, which is looked at, does not hold the pull request's commit ${side().slice(0, 12)}`;
    expect(await find(proposal("main", side()))).toEqual(both({ reason: { kind: "no-baseline", why } }));
  });

  test("merge commit says what it was made of in a clone that has nothing else", async () => {
    const head = merged("main");
    made.git("branch", "--force", "merged", head);
    const clone = cloneRepository(made.folder, "--depth=1", "--branch=merged");
    const options = { base: proposal("HEAD", side()), deepen: true };
    expect(Object.fromEntries(await findBaselines(openRepository(clone.folder), ["api"], options))).toEqual({
      api: { commit: second! },
    });
    clone.remove();
  });
});

test("what is to be compared with a branch, and is a commit of it, has nothing of its own: everything", async () => {
  const why = `${first!.slice(0, 12)}, which is looked at, is a commit of main itself: it has nothing of its own`;
  const base = { kind: "merge-base", with: "main", head: first!, apart: true } as const;
  expect(await find(base)).toEqual(both({ reason: { kind: "no-baseline", why } }));
  expect(await find({ ...base, head: "side" })).toEqual(both({ commit: first! }));
});

test("no common ancestor is the reason, and names both sides in their order", async () => {
  made.git("switch", "--quiet", "--orphan", "alien");
  const alien = made.commit({ "c.txt": "1" });
  made.git("switch", "--quiet", "main");
  const why = `main and ${alien} have no common ancestor in this clone`;
  expect(await find({ kind: "merge-base", with: alien, head: "main" })).toEqual(
    both({ reason: { kind: "no-baseline", why } }),
  );
});

test("each service's own release is its base; one without, with a dirty or with a lost one has the reason", async () => {
  const releases = new Map([
    ["api", release(first!)],
    ["web", release(second!)],
    ["lost", release(gone)],
    ["dirty", release(first!, true)],
  ]);
  expect(await find({ kind: "released", releases }, ["api", "web", "lost", "dirty", "fresh"])).toEqual({
    api: { commit: first },
    web: { commit: second },
    lost: notHere(gone),
    dirty: { reason: { kind: "dirty-release", commit: first } },
    fresh: { reason: { kind: "never-released" } },
  });
});

test("services that were released together are looked up together: git is asked once a commit", async () => {
  const releases = new Map(["api", "web", "admin"].map((name) => [name, release(name === "admin" ? second! : first!)]));
  const asked: string[] = [];
  const counting: Repository = {
    ...repository,
    tryGit: (args, options) => (asked.push(args.at(-1)!), repository.tryGit(args, options)),
  };
  await find({ kind: "released", releases }, [...releases.keys()], counting);
  expect(asked).toEqual([`${first}^{commit}`, `${second}^{commit}`]);
});

describe("a clone one commit deep is given the commit that it lacks, where that is wanted, for", () => {
  test.each<[string, () => BaseChoice]>([
    ["a revision", () => ({ kind: "revision", revision: first! })],
    ["a merge base", () => ({ kind: "merge-base", with: first!, head: "HEAD" })],
    ["a release", () => ({ kind: "released", releases: new Map([["api", release(first!)]]) })],
  ])("%s", async (_, base) => {
    const clone = cloneRepository(made.folder, "--depth=1");
    try {
      const within = openRepository(clone.folder);
      const found = (deepen: boolean) => findBaselines(within, ["api"], { base: base(), deepen });
      expect([...(await found(false))]).toEqual([["api", notHere(first!)]]);
      expect([...(await found(true))]).toEqual([["api", { commit: first }]]);
    } finally {
      clone.remove();
    }
  });

  test("what is looked at, of which no more is asked then", async () => {
    const clone = cloneRepository(made.folder, "--depth=1");
    const base = { kind: "merge-base", with: "HEAD", head: first!, proposed: first!, apart: true } as const;
    try {
      expect(await findBaselines(openRepository(clone.folder), ["api"], { base, deepen: true })).toEqual(
        new Map([["api", { commit: first }]]),
      );
    } finally {
      clone.remove();
    }
  });
});
