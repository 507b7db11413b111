import { describe, expect, test } from "@jest/globals";
import { ownPath } from "./return-path";

const origin = "https://investor.cashsouk.example";

describe("people are led back to", () => {
  test.each(["/", "/account", "/notes?grade=A&page=2", "/a/b%20c", "/a//b"])("%s, which is ours", (path) =>
    expect(ownPath(path, origin)).toBe(path),
  );

  test.each([
    null,
    undefined,
    "",
    "account",
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "https://evil.example/",
    "https:evil.example",
    "javascript:alert(1)",
    "/\t/evil.example",
    "/\n/evil.example",
    "/\u0000/evil.example",
    " //evil.example",
    "/.//evil.example",
    "/a/..//evil.example",
    "/%2e//evil.example",
    "https://investor.cashsouk.example.evil.example/",
    "https:/\\evil.example",
    "/\u00a0\\evil.example",
    "//\u3002evil.example",
    "/\ud800\\evil",
    "/auth/sign-out",
    "/a/../auth/callback",
    "/%61uth/../auth/callback",
    "/sign-in?because=ended",
    `/${"a".repeat(1024)}`,
  ])("the dashboard instead of %j", (path) => expect(ownPath(path, origin)).toBe("/dashboard"));

  test.each(["/%2f%2fevil.example", "/%5cevil.example", "/%09/evil.example", "/\uff0fevil.example", "/@evil.example"])(
    "%s as it is: encoded, it is a path of ours",
    (path) => expect(new URL(ownPath(path, origin), origin).origin).toBe(origin),
  );
});
