import { detectAffected } from "@cashsouk/deploy/affected";
import { openRepository } from "@cashsouk/deploy/git";
import { cloneRepository, createGitRepository, type GitRepository } from "@cashsouk/testing/git-repository";
import { afterEach, expect, test } from "@jest/globals";
import { baseOfEvent, type EventPayload } from "./event";

const made: GitRepository[] = [];
const keep = (repository: GitRepository) => (made.push(repository), repository);
afterEach(() => made.splice(0).forEach((repository) => repository.remove()));

const packageJson = (name: string) => JSON.stringify({ name, private: true });
const files = {
  "package.json": JSON.stringify({ name: "root", workspaces: ["apps/*"] }),
  "apps/api/package.json": packageJson("api"),
  "apps/api/Dockerfile": "FROM scratch\n",
  "apps/web/package.json": packageJson("web"),
  "apps/web/Dockerfile": "FROM scratch\n",
};

/** As actions/checkout leaves a repository: a detached head, one commit deep, and whatever it was asked for in a ref. */
function checkout(origin: GitRepository, commit: string, depth = 1): GitRepository {
  origin.git("config", "uploadpack.allowAnySHA1InWant", "true");
  const clone = keep(cloneRepository(origin.folder, "--depth=1", "--no-checkout"));
  clone.git("fetch", "--quiet", "--no-tags", ...(depth ? [`--depth=${depth}`] : ["--unshallow"]), "origin", commit);
  clone.git("checkout", "--quiet", "--force", "--detach", commit);
  return clone;
}

async function affected(repository: GitRepository, event: string, payload: EventPayload) {
  const base = baseOfEvent(event, payload, "HEAD");
  const findings = await detectAffected(openRepository(repository.folder), { base, deepen: true });
  return {
    services: findings.filter(({ reasons }) => reasons.length > 0).map(({ service }) => service.name),
    why: [
      ...new Set(
        findings.flatMap(({ reasons }) => reasons).map((reason) => ("why" in reason ? reason.why : reason.kind)),
      ),
    ],
  };
}

/** main: first, three changes of web, one of api. */
function history() {
  const origin = keep(createGitRepository(files));
  const first = origin.git("rev-parse", "HEAD").trim();
  const commits = [1, 2, 3].map((step) => origin.commit({ "apps/web/page.ts": String(step) }));
  return { origin, first, web: commits.at(-1)!, last: origin.commit({ "apps/api/main.ts": "1" }) };
}

const own = ["own-file"];

test("a push of several commits, checked out one deep, is compared with what was there before", async () => {
  const { origin, first, web, last } = history();
  const clone = checkout(origin, last);
  expect(await affected(clone, "push", { before: first })).toEqual({ services: ["api", "web"], why: own });
  expect(await affected(clone, "push", { before: web })).toEqual({ services: ["api"], why: own });
});

test("a force push is compared with the commit that it replaced, while the origin has it", async () => {
  const { origin, first, last } = history();
  origin.git("reset", "--quiet", "--hard", first);
  const forced = origin.commit({ "apps/web/page.ts": "3" });
  expect(await affected(checkout(origin, forced), "push", { before: last })).toEqual({ services: ["api"], why: own });
});

test("a force push whose former commit is gone means everything, and says so", async () => {
  const { origin, last } = history();
  const gone = "1".repeat(40);
  expect(await affected(checkout(origin, last), "push", { before: gone })).toEqual({
    services: ["api", "web"],
    why: [`commit ${gone} is neither in this clone nor can it be fetched (force push, or deleted)`],
  });
});

test.each([
  ["a first push", "push", { before: "0".repeat(40) }, "this push is the first of its branch or tag"],
  ["a new tag", "push", { before: "0".repeat(40), ref: "refs/tags/v1" }, "this push is the first of its branch or tag"],
  ["a schedule", "schedule", {}, "the event schedule names no base"],
  ["a start by hand", "workflow_dispatch", {}, "the event workflow_dispatch names no base"],
])("%s means everything, and says so", async (_, event, payload, why) => {
  const { origin, last } = history();
  expect(await affected(checkout(origin, last), event, payload)).toEqual({ services: ["api", "web"], why: [why] });
});

test("a tag that moved is compared with the commit that it named before", async () => {
  const { origin, web, last } = history();
  const payload = { before: web, ref: "refs/tags/latest" };
  expect(await affected(checkout(origin, last), "push", payload)).toEqual({ services: ["api"], why: own });
});

test("a merge group is compared with its own base", async () => {
  const { origin, web, last } = history();
  const payload = { merge_group: { base_sha: web, head_sha: last } };
  expect(await affected(checkout(origin, last), "merge_group", payload)).toEqual({ services: ["api"], why: own });
});

/** The fork's commits are nowhere in the origin's branches: only GitHub's refs/pull/7 hold them. */
function pullRequestFromFork() {
  const { origin, first, web, last } = history();
  origin.git("switch", "--quiet", "--create", "fork", first);
  // Only its first commit is web's: the last one alone would tell of nothing.
  for (const file of ["apps/web/fork.ts", "README.md", "LICENSE"]) origin.commit({ [file]: "fork" });
  origin.git("update-ref", "refs/pull/7/head", "fork");
  origin.git("switch", "--quiet", "--detach", "main");
  origin.git("merge", "--quiet", "--no-edit", "fork");
  const merge = origin.git("rev-parse", "HEAD").trim();
  origin.git("update-ref", "refs/pull/7/merge", merge);
  const head = origin.git("rev-parse", "refs/pull/7/head").trim();
  origin.git("switch", "--quiet", "main");
  origin.git("branch", "--quiet", "-D", "fork");
  return {
    origin,
    first,
    web,
    last,
    merge,
    head,
    payload: { pull_request: { base: { sha: last }, head: { sha: head } } },
  };
}

test.each(["pull_request", "pull_request_target"])(
  "%s from a fork, checked out as GitHub merges it, is compared with its merge base: what main did is not counted",
  async (event) => {
    const { origin, merge } = pullRequestFromFork();
    // The event may know of a later main than the one that GitHub has merged with.
    const payload = { pull_request: { base: { sha: origin.commit({ "apps/api/main.ts": "2" }) } } };
    expect(await affected(checkout(origin, merge), event, payload)).toEqual({ services: ["web"], why: own });
  },
);

test("a pull request from a fork whose own head is checked out is compared with where it left main", async () => {
  const { origin, head, payload } = pullRequestFromFork();
  expect(await affected(checkout(origin, head), "pull_request", payload)).toEqual({ services: ["web"], why: own });
});

test("a pull request's merge that is newer than its event is compared with what it was merged into", async () => {
  const { origin, first, web, last, head, merge } = { ...pullRequestFromFork() };
  for (const base of [first, web, last]) {
    const payload = { pull_request: { base: { sha: base }, head: { sha: head } } };
    expect(await affected(checkout(origin, merge), "pull_request", payload)).toEqual({ services: ["web"], why: own });
  }
});

test("pull_request_target that looks at its base, as it is checked out by default, means everything, and says so", async () => {
  const { origin, head, last, payload } = pullRequestFromFork();
  const why = `${last.slice(0, 12)}, which is looked at, does not hold the pull request's commit ${head.slice(0, 12)}`;
  expect(await affected(checkout(origin, last), "pull_request_target", payload)).toEqual({
    services: ["api", "web"],
    why: [why],
  });
});

test("a pull request whose branch shares no history with its base means everything, and says so", async () => {
  const { origin, last } = history();
  origin.git("switch", "--quiet", "--orphan", "alien");
  // Another content, or within the same second it would be the very same commit as the first.
  const alien = origin.commit({ ...files, "README.md": "alien\n" });
  expect(await affected(checkout(origin, alien), "pull_request", { pull_request: { base: { sha: last } } })).toEqual({
    services: ["api", "web"],
    why: [`HEAD and ${last} have no common ancestor in this clone`],
  });
});
