import { describe, expect, test } from "@jest/globals";
import { parseInputs } from "./inputs";

const parse = (given: Record<string, string>) => parseInputs((name) => given[name] ?? "");
const image = {
  image: "r@sha256:1",
  digest: "sha256:1",
  key: "k",
  dirty: false,
  tags: [],
  reused: false,
  bytes: 1,
  seconds: 1,
};
const images = JSON.stringify({ api: image });

test("an environment means its ledger, which another path replaces", () => {
  expect(parse({ cluster: "c", environment: "production" }).ledger).toBe("/cashsouk/prod/released");
  expect(parse({ cluster: "c", environment: "production", ledger: "/x/released" }).ledger).toBe("/x/released");
  expect(parse({ cluster: "c" }).ledger).toBeUndefined();
});

test("a ledger without an environment is kept, and its images get no environment's tag", () => {
  expect(parse({ cluster: "c", environment: "production" }).environment).toBe("production");
  expect(parse({ cluster: "c", ledger: "/x/released" })).toMatchObject({
    environment: undefined,
    ledger: "/x/released",
  });
});

test("every problem is told in one message", () => {
  expect(() =>
    parse({
      environment: "test",
      "wait-for-minutes": "soon",
      images: "[]",
      "health-url": "api.example.com",
      commit: "main",
    }),
  ).toThrow(
    [
      "Invalid inputs:",
      "- cluster: is required",
      "- images: want build-push's output `images` (service → image, digest, key…)",
      '- environment: want one of local, staging, production, got "test"',
      '- wait-for-minutes: want a whole number from 1 to 180, got "soon"',
      '- health-url: want an http or https address, got "api.example.com"',
      '- commit: want 40 hexadecimal digits, got "main"',
    ].join("\n"),
  );
});

describe("a commit", () => {
  test("is needed where new images are to be recorded", () => {
    expect(() => parse({ cluster: "c", environment: "staging", images })).toThrow("commit: give the commit");
  });
  test("is not needed without a ledger", () => {
    expect(parse({ cluster: "c", images }).images.get("api")?.key).toBe("k");
  });
});
