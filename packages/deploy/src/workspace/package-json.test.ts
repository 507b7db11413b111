import { expect, test } from "@jest/globals";
import { parsePackageJson } from "./package-json";

test("what is said passes through, and the lists of dependencies that are not there are empty", () => {
  const said = { name: "a", private: true, dependencies: { b: "^1.0.0" } };
  expect(parsePackageJson(JSON.stringify(said), "package.json")).toEqual({
    ...said,
    devDependencies: {},
    optionalDependencies: {},
    peerDependencies: {},
  });
});

test.each([
  ["no JSON", "{", "a/package.json is not JSON: "],
  ["a list", "[]", "a/package.json: not a package.json: wrong: the whole file"],
  ["nothing", "null", "a/package.json: not a package.json: wrong: the whole file"],
  ["a name that is no text", '{"name": 1}', "a/package.json: not a package.json: wrong: name"],
  ["a list of names", '{"dependencies": ["b"]}', "a/package.json: not a package.json: wrong: dependencies"],
  [
    "several wrong fields",
    '{"name": null, "devDependencies": {"b": "1", "c": 1}, "peerDependencies": null}',
    "a/package.json: not a package.json: wrong: name, devDependencies.c, peerDependencies",
  ],
])("%s is refused, with every field that is wrong", (_, text, message) => {
  expect(() => parsePackageJson(text, "a/package.json")).toThrow(message);
});
