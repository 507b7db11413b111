import { expect, test } from "@jest/globals";
import { parseInputs } from "./inputs";

const parse = (inputs: Record<string, string>) => parseInputs((name) => inputs[name] ?? "");

test.each<[string, Record<string, string>, unknown]>([
  ["nothing given leaves the base to the event", {}, { kind: "event" }],
  [
    "an environment means its releases",
    { environment: "production" },
    { kind: "released", ledger: "/cashsouk/prod/released" },
  ],
  [
    "a ledger's path wins over the environment's",
    { environment: "local", ledger: "/x" },
    { kind: "released", ledger: "/x" },
  ],
  ["merge-base is taken at its word", { base: "merge-base", environment: "local" }, { kind: "merge-base" }],
  ["anything else is a revision", { base: "v1.2.3", environment: "local" }, { kind: "revision", revision: "v1.2.3" }],
])("%s", (_, inputs, base) => expect(parse(inputs).base).toEqual(base));

test.each<[string, Record<string, string>, unknown]>([
  ["none given are not compared", {}, undefined],
  ["an empty object says that there are none", { "build-args": "{}" }, {}],
  ["they have build-push's form", { "build-args": "NODE_IMAGE=node:24" }, { NODE_IMAGE: "node:24" }],
])("build arguments: %s", (_, inputs, wanted) => {
  expect(parse({ environment: "local", ...inputs }).buildArgs).toEqual(wanted);
});

test("what lies outside of the repository is compared with releases only", () => {
  expect(() => parse({ "build-args": "A=b", "base-images": "true" })).toThrow(`Invalid inputs:
- build-args: is compared with releases: give the environment or the ledger
- base-images: is compared with releases: give the environment or the ledger`);
});

test("every wrong input is in one message", () => {
  const inputs = { base: "released", environment: "prod", deepen: "soon", head: "--output=x" };
  expect(() => parse(inputs)).toThrow(
    `Invalid inputs:
- environment: want one of local, staging, production, got "prod"; for any other leave it out and give \`ledger\`, a path such as /shop/prod/released
- base: released needs the environment or the ledger
- deepen: want true or false, got "soon"
- head: want a revision, got "--output=x"`,
  );
});
