import { expect, test } from "@jest/globals";
import { parseBuiltImages } from ".";

const api = {
  image: "host/api@sha256:1",
  digest: "sha256:1",
  key: "k",
  dirty: false,
  buildArgs: { A: "b" },
  baseImages: { "node:24": "sha256:2" },
  tags: ["latest"],
  reused: true,
  bytes: 1,
  seconds: 0.5,
};

test("what build-push puts out is read, also from one that says nothing of arguments and base images", () => {
  const older = { ...api, buildArgs: undefined, baseImages: undefined };
  expect(parseBuiltImages({ api, older })).toEqual(
    new Map<string, object>([
      ["api", api],
      ["older", older],
    ]),
  );
  expect(parseBuiltImages({})).toEqual(new Map());
});

test.each<[string, unknown]>([
  ["no object", "api"],
  ["a list", [api]],
  ["nothing", null],
  ["a plain name", { api: "host/api:1" }],
  ["an image without a name", { api: { ...api, image: undefined } }],
  ["a key that is no text", { api: { ...api, key: 1 } }],
  ["a word for a flag", { api: { ...api, dirty: "false" } }],
  ["a size that is no number", { api: { ...api, bytes: "1" } }],
  ["a tag that is no text", { api: { ...api, tags: [1] } }],
  ["tags that are no list", { api: { ...api, tags: "latest" } }],
  ["build arguments that are no text", { api: { ...api, buildArgs: { A: 1 } } }],
  ["base images that are no object", { api: { ...api, baseImages: null } }],
  ["one of two that is wrong", { api, web: { ...api, digest: null } }],
])("%s is not build-push's output", (_, value) => expect(parseBuiltImages(value)).toBeUndefined());
