import { expect, test } from "@jest/globals";
import { parseInputs } from "./inputs";

const parse = (inputs: Record<string, string>) => parseInputs((name) => inputs[name] ?? "");

test("no services given means all, an empty list means none", () => {
  expect(parse({}).services).toBeUndefined();
  expect(parse({ services: "[]" }).services).toEqual([]);
  expect(parse({ services: "api\nlanding" }).services).toEqual(["api", "landing"]);
});

test("a secret's file is made absolute, and its content is not read", () => {
  expect(parse({ secrets: "ca=package.json" }).secrets).toEqual({ ca: `${process.cwd()}/package.json` });
});

test("every wrong input is in one message", () => {
  const inputs = {
    secrets: "ca=/nowhere/ca.pem",
    parallel: "many",
    reuse: "maybe",
    registry: "https://host/path",
    repository: "Cash Souk",
    "build-args": "RELEASE=1",
  };
  expect(() => parse(inputs)).toThrow(
    `Invalid inputs:
- secrets: the file of "ca" does not exist: /nowhere/ca.pem
- parallel: want a whole number from 1 to 16, got "many"
- reuse: want true or false, got "maybe"
- registry: want a host, without a scheme or path, got "https://host/path"
- repository: want a repository's name with {service} in it, got "Cash Souk"
- build-args: RELEASE is set by this action: it is the content key`,
  );
});
