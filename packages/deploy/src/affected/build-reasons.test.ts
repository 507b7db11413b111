import { expect, test } from "@jest/globals";
import { DeployError } from "../error";
import type { Service } from "../manifest";
import type { Release } from "../release";
import { buildReasons } from "./build-reasons";
import { describeReason } from "./reasons";

const service = { name: "api", buildArgs: { APP: "api" } } as unknown as Service;
const release = (rest: Partial<Release>) => ({ commit: "1", ...rest }) as Release;
const recorded = release({ buildArgs: { APP: "api", NODE: "20" }, baseImages: { "node:20": "sha256:1" } });

const plain = { dockerfile: "FROM node:20\n", open: [] };

test.each<[string, Release, Record<string, string> | undefined, string[]]>([
  ["the same build arguments affect nothing", recorded, { NODE: "20" }, []],
  ["nothing is compared where none are given", recorded, undefined, []],
  [
    "another value affects",
    recorded,
    { NODE: "24" },
    ["the build argument NODE is another than its last release was built with"],
  ],
  [
    "one that is gone affects",
    recorded,
    {},
    ["the build argument NODE is another than its last release was built with"],
  ],
  [
    "one over the manifest's affects",
    recorded,
    { NODE: "20", APP: "x" },
    ["the build argument APP is another than its last release was built with"],
  ],
  [
    "a release that does not say them can't be compared",
    release({}),
    {},
    ["could not tell: its last release does not say its build arguments"],
  ],
])("%s", async (_, from, args, wanted) => {
  const reasons = await buildReasons(from, service, args ? { args } : {}, plain);
  expect(reasons.map(describeReason)).toEqual(wanted);
});

test.each<[string, Release, () => Promise<string>, string[]]>([
  ["the same base image affects nothing", recorded, () => Promise.resolve("sha256:1"), []],
  [
    "another one under the same name affects",
    recorded,
    () => Promise.resolve("sha256:2"),
    ["its base image node:20 is another than its last release was built from"],
  ],
  [
    "another content of an address affects",
    release({ baseImages: { "https://a.b/c": "sha256:1" } }),
    () => Promise.resolve("sha256:2"),
    ["what https://a.b/c holds is another than its last release was built from"],
  ],
  [
    "one that can't be found affects, with that reason",
    recorded,
    () => Promise.reject(new DeployError("no-base-image", "the base image node:20 can't be pulled")),
    ["could not tell: the base image node:20 can't be pulled"],
  ],
  [
    "a release that does not say them can't be compared",
    release({}),
    () => Promise.resolve("sha256:1"),
    ["could not tell: its last release does not say its base images"],
  ],
])("%s", async (_, from, digestOf, wanted) => {
  expect((await buildReasons(from, service, { digestOf }, plain)).map(describeReason)).toEqual(wanted);
});

const kit = "https://a.b/kit.tgz";
test.each<[string, { dockerfile?: string; open?: string[] }, Record<string, string>, string[]]>([
  ["does not say of a frontend is told", { dockerfile: "# syntax=f:1\nFROM node:20" }, {}, ["f:1"]],
  ["says of a frontend is compared", { dockerfile: "# syntax=f:1\nFROM node:20" }, { "f:1": "sha256:1" }, []],
  [
    "does not say of an address is told",
    { open: [kit, "https://a.b/other"] },
    { [kit]: "sha256:1" },
    ["https://a.b/other"],
  ],
  ["does not say of an address with a variable is told", { open: ["https://a.b/$V"] }, {}, ["https://a.b/$V"]],
  ["says of an address that a variable makes is compared", { open: ["https://a.b/$V"] }, { [kit]: "sha256:1" }, []],
])("what a release %s", async (_, making, baseImages, silent) => {
  const from = release({ baseImages: { "node:20": "sha256:1", ...baseImages } });
  const digestOf = () => Promise.resolve("sha256:1");
  const reasons = await buildReasons(from, service, { digestOf }, { ...plain, ...making });
  expect(reasons.map(describeReason)).toEqual(
    silent.map((one) => `could not tell: its last release does not say what ${one} was`),
  );
  // Who does not ask is told that nobody asked.
  expect(await buildReasons(from, service, {}, { ...plain, ...making })).toEqual([]);
});

test.each<[string, Release["buildArgs"], Record<string, string> | undefined, string]>([
  ["its release was built with, where none are given", { BUILDKIT_SYNTAX: "f:1" }, undefined, "f:1"],
  ["are given, where some are", { BUILDKIT_SYNTAX: "f:1" }, { BUILDKIT_SYNTAX: "f:2" }, "f:2"],
])("the frontend that is told is the one of the build arguments that %s", async (_, buildArgs, args, frontend) => {
  const from = release({ buildArgs: { APP: "api", ...buildArgs }, baseImages: {} });
  const outside = { digestOf: () => Promise.resolve("sha256:1"), ...(args && { args }) };
  expect((await buildReasons(from, service, outside, plain)).map(describeReason)).toContain(
    `could not tell: its last release does not say what ${frontend} was`,
  );
});

test.each<[string, Error]>([
  ["a cancelled look is no reason: it ends the whole", new DeployError("cancelled", "cancelled while asking")],
  ["what is no expected error is not taken for a reason", new TypeError("a bug")],
])("%s", async (_, error) => {
  await expect(buildReasons(recorded, service, { digestOf: () => Promise.reject(error) }, plain)).rejects.toBe(error);
});

test("arguments that only one side has are told in the order of their names, before the base images", async () => {
  const from = release({ buildArgs: { Z: "1", APP: "api" }, baseImages: { "a:1": "sha256:1", "b:1": "sha256:1" } });
  const digestOf = (reference: string) => Promise.resolve(reference === "a:1" ? "sha256:1" : "sha256:2");
  expect(await buildReasons(from, service, { args: { M: "1", B: "1" }, digestOf }, plain)).toEqual([
    ...["B", "M", "Z"].map((name) => ({ kind: "build-argument", name })),
    { kind: "base-image", image: "b:1" },
  ]);
});
