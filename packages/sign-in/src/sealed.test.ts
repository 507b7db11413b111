import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { handleOf, newId, seal, unseal } from "./sealed";

const key = { portal: "investor", secret: "a-secret-for-tests-of-32-characters", id: newId() } as const;

describe("a sealed text", () => {
  test("opens to what was sealed", () =>
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.string()), (content) =>
        expect(JSON.stringify(unseal(seal(content, key), key))).toBe(JSON.stringify(content)),
      ),
    ));

  test("stays shut with any bit of it changed", () => {
    const bytes = Buffer.from(seal({ token: "t" }, key), "base64");
    fc.assert(
      fc.property(fc.nat(bytes.length * 8 - 1), (bit) => {
        const changed = Buffer.from(bytes);
        changed[bit >> 3]! ^= 1 << (bit & 7);
        return unseal(changed.toString("base64"), key) === undefined;
      }),
    );
  });

  test.each([
    ["another id", { ...key, id: newId() }],
    ["another portal", { ...key, portal: "admin" as const }],
    ["another secret", { ...key, secret: "another-secret-for-tests-of-32-chars" }],
  ])("stays shut for %s", (_title, other) => expect(unseal(seal({ token: "t" }, key), other)).toBeUndefined());

  test.each(["", "AAAA", "not base64"])("%j is none", (text) => expect(unseal(text, key)).toBeUndefined());

  test("is another each time", () => expect(seal({}, key)).not.toBe(seal({}, key)));
});

test("a handle is a hash that says nothing of its id", () => {
  expect(handleOf("abc")).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  expect(newId()).toMatch(/^[\w-]{43}$/);
});
