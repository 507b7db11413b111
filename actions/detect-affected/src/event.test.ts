import { expect, test } from "@jest/globals";
import { baseOfEvent, baseOfRevision, type EventPayload, mergeBaseOfEvent } from "./event";

const zeros = "0".repeat(40);

test.each<[string, string, EventPayload, unknown]>([
  ["a push is compared with what was there before", "push", { before: "abc" }, { kind: "revision", revision: "abc" }],
  [
    "a first push has no base",
    "push",
    { before: zeros },
    { kind: "none", why: "this push is the first of its branch or tag" },
  ],
  [
    "a pull request is compared with its merge base",
    "pull_request",
    { pull_request: { base: { sha: "abc" } } },
    { kind: "merge-base", with: "abc", head: "HEAD" },
  ],
  [
    "and is known by its own last commit",
    "pull_request_target",
    { pull_request: { base: { sha: "abc" }, head: { sha: "def" } } },
    { kind: "merge-base", with: "abc", head: "HEAD", proposed: "def" },
  ],
  [
    "a merge group names its own base",
    "merge_group",
    { merge_group: { base_sha: "abc" } },
    { kind: "revision", revision: "abc" },
  ],
  ["a schedule has no base", "schedule", {}, { kind: "none", why: "the event schedule names no base" }],
  ["outside of a workflow there is none", "", {}, { kind: "none", why: "there is no event and no base" }],
])("%s", (_, event, payload, wanted) => expect(baseOfEvent(event, payload, "HEAD")).toEqual(wanted));

test("asked for the merge base, a push takes it with the default branch", () => {
  expect(mergeBaseOfEvent("push", { repository: { default_branch: "main" } }, "HEAD")).toEqual({
    kind: "merge-base",
    with: "refs/remotes/origin/main",
    head: "HEAD",
    apart: true,
  });
});

const onMain = { ref: "refs/heads/main", repository: { default_branch: "main" } };
test.each<[string, string, EventPayload, unknown]>([
  ["a push", "push", { ...onMain, before: "abc" }, { kind: "revision", revision: "abc" }],
  [
    "a run that somebody starts",
    "workflow_dispatch",
    onMain,
    { kind: "none", why: "the event workflow_dispatch names no base" },
  ],
])(
  "asked for the merge base, %s of the default branch itself has none, and goes by its event",
  (_, event, payload, wanted) => expect(mergeBaseOfEvent(event, payload, "HEAD")).toEqual(wanted),
);

test("asked for the merge base of another revision, a push of the default branch takes it", () => {
  expect(mergeBaseOfEvent("push", { ...onMain, before: "abc" }, "v2")).toMatchObject({
    kind: "merge-base",
    head: "v2",
  });
});

test("asked for the merge base where nothing names one, it says what is needed", () => {
  expect(() => mergeBaseOfEvent("", {}, "HEAD")).toThrow("base: merge-base needs a pull request, a merge group");
});

const pushed = { ref: "refs/heads/main", before: "abc" };
const before = { kind: "revision", revision: "abc" };
test.each<[string, string, string, EventPayload, string, unknown]>([
  ...["main", "heads/main", "refs/heads/main", "origin/main", "refs/remotes/origin/main"].map(
    (name): [string, string, string, EventPayload, string, unknown] => [
      `${name}, the branch that was pushed to, is what was there before`,
      name,
      "push",
      pushed,
      "HEAD",
      before,
    ],
  ),
  ["another branch is itself", "next", "push", pushed, "HEAD", { kind: "revision", revision: "next" }],
  ["so is one in another event", "main", "schedule", pushed, "HEAD", { kind: "revision", revision: "main" }],
  [
    "so is one that another revision is compared with",
    "main",
    "push",
    pushed,
    "v2",
    { kind: "revision", revision: "main" },
  ],
  [
    "so is one where a tag was pushed",
    "v2",
    "push",
    { ref: "refs/tags/v2", before: "abc" },
    "HEAD",
    { kind: "revision", revision: "v2" },
  ],
])("of the bases that are named, %s", (_, revision, event, payload, head, wanted) =>
  expect(baseOfRevision(revision, event, payload, head)).toEqual(wanted),
);
