import { describe, expect, test } from "@jest/globals";
import { fillTags } from "./tags";

const key = "ab".repeat(32);
const names = (pattern: string, source: { commit: string; dirty: boolean }) =>
  fillTags([pattern], { ...source, key }).map(({ name }) => name);

describe("a tag", () => {
  test.each([
    ["a commit", "{commit}", { commit: "1".repeat(40), dirty: false }, "1".repeat(40)],
    ["what differs from it", "v-{commit}", { commit: "1".repeat(40), dirty: true }, `v-${"1".repeat(40)}-dirty-${key}`],
    ["a commit of a SHA-256 repository", "{commit}", { commit: "1".repeat(64), dirty: false }, "1".repeat(64)],
    [
      "what differs from that, whose key is cut so that a registry takes it",
      "v-{commit}",
      { commit: "1".repeat(64), dirty: true },
      `v-${"1".repeat(64)}-dirty-${key.slice(0, 40)}`,
    ],
  ])("names %s", (_what, pattern, source, wanted) => {
    expect(names(pattern, source)).toEqual([wanted]);
  });

  test("that a registry would refuse is an error that names it", () => {
    expect(() => names(`${"v".repeat(80)}-{commit}`, { commit: "1".repeat(64), dirty: false })).toThrow(
      /^tags: want up to 128 letters, digits, "_", "\." and "-", got "v{80}-1{64}"$/,
    );
  });
});
