import { expect, test } from "@jest/globals";
import type { Release } from "../release";
import { nextRelease } from "./record";

const last: Release = {
  service: "api",
  commit: "0".repeat(40),
  dirty: false,
  key: "aa",
  image: "repo@sha256:old",
  digest: "sha256:old",
  revision: "api:1",
  releasedAt: "2026-11-01T00:00:00.000Z",
  run: "1",
  seconds: 9,
};
const built = {
  image: "repo@sha256:new",
  digest: "sha256:new",
  key: "bb",
  dirty: true,
  tags: [],
  reused: false,
  bytes: 1,
  seconds: 1,
};
const now = {
  service: "api",
  last,
  built,
  image: built.image,
  revision: "api:2",
  commit: "1".repeat(40),
  at: new Date("2026-11-22T00:00:00Z"),
  run: "2",
  seconds: 12,
};
const when = { releasedAt: "2026-11-22T00:00:00.000Z", run: "2", seconds: 12 };

test.each([
  [
    "a new image is a release of this commit",
    now,
    {
      service: "api",
      commit: now.commit,
      dirty: true,
      key: "bb",
      image: built.image,
      digest: "sha256:new",
      revision: "api:2",
      ...when,
    },
  ],
  [
    "what was released from a dirty tree and is committed now is released anew",
    {
      ...now,
      last: { ...last, dirty: true, image: built.image, revision: now.revision },
      built: { ...built, dirty: false },
    },
    expect.objectContaining({ commit: now.commit, dirty: false, revision: now.revision }),
  ],
  [
    "an image of another commit than the rollout's is a release of its own",
    { ...now, built: { ...built, commit: "2".repeat(40) } },
    expect.objectContaining({ commit: "2".repeat(40), key: "bb" }),
  ],
  [
    "the first release needs no earlier one",
    { ...now, last: undefined },
    expect.objectContaining({ commit: now.commit, key: "bb" }),
  ],
  [
    "a new shape keeps commit, key and image",
    { ...now, built: undefined, image: last.image },
    { ...last, revision: "api:2", ...when },
  ],
  ["the same image in the same shape is no release", { ...now, image: last.image, revision: "api:1" }, undefined],
  ["an image of which nothing is known is not recorded", { ...now, built: undefined }, undefined],
  ["without a commit there is no release", { ...now, commit: undefined }, undefined],
])("%s", (_title, released, entry) => {
  expect(nextRelease(released)).toEqual(entry);
});
