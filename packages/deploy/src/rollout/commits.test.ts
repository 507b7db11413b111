import { expect, test } from "@jest/globals";
import { service } from "../manifest/testing/service";
import { commitsOf } from "./commits";
import { built, commit, oldCommit, released } from "./testing/rollout";

const api = { service: service("api"), last: released("api"), image: released("api").image };
const [, { image }] = built("api");
const next = (more: object = {}) => new Map([["api", { image, ...more }]]);

test.each([
  ["a new image goes to the rollout's commit", { ...api, image }, next(), { commit, previousCommit: oldCommit }],
  [
    "an earlier release goes to its own",
    { ...api, image },
    next({ commit: "2".repeat(40) }),
    { commit: "2".repeat(40), previousCommit: oldCommit },
  ],
  [
    "the same image in another shape keeps its commit",
    api,
    new Map(),
    { commit: oldCommit, previousCommit: oldCommit },
  ],
  ["what was never released comes from nowhere", { ...api, last: undefined, image }, next(), { commit }],
  ["what was neither released nor built has none", { ...api, last: undefined }, new Map(), {}],
])("%s", (_title, target, images, commits) => {
  expect(commitsOf({ images, commit }, target)).toEqual(commits);
});
