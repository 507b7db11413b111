import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { decodePath, encodePath, splitNul } from "./path-bytes";

test("any bytes survive becoming a path and back", () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1 }), (bytes) => {
      expect(encodePath(decodePath(Buffer.from(bytes)))).toEqual(Buffer.from(bytes));
    }),
    { numRuns: 300 },
  );
});

test("UTF-8 is read as it is", () => expect(decodePath(Buffer.from("über/☃ 𝄞"))).toBe("über/☃ 𝄞"));

test("entries end with NUL", () => {
  expect(splitNul(Buffer.from("a\0b\nc\0")).map(String)).toEqual(["a", "b\nc"]);
});
