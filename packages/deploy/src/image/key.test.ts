import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { createHash } from "node:crypto";
import { contentKey, type KeyParts } from "./key";

const hex = fc.stringMatching(/^[0-9a-f]{8}$/);
const file = fc.record({
  path: fc.stringMatching(/^[a-z/. ]{1,8}$/),
  mode: fc.constantFrom("100644", "100755", "120000"),
  hash: hex,
});
const parts: fc.Arbitrary<KeyParts> = fc.record({
  files: fc.uniqueArray(file, { minLength: 1, maxLength: 6, selector: ({ path }) => path }),
  dockerfile: fc.record({ name: fc.constantFrom("Dockerfile", "docker/Dockerfile"), text: fc.constantFrom("1", "2") }),
  target: fc.constantFrom(undefined, "a", "b"),
  labels: fc.dictionary(fc.stringMatching(/^[a-z]{1,3}$/), fc.string({ maxLength: 2 }), { maxKeys: 2 }),
  making: fc.constantFrom<Record<string, string>>({}, { compression: "zstd" }, { sbom: "true" }),
  buildArgs: fc.dictionary(fc.stringMatching(/^[A-Z]{1,3}$/), fc.string({ maxLength: 4 }), { maxKeys: 3 }),
  baseImages: fc
    .dictionary(fc.stringMatching(/^[a-z:]{1,5}$/), hex, { maxKeys: 3 })
    .map((images) => new Map(Object.entries(images))),
  platforms: fc.uniqueArray(fc.constantFrom("linux/amd64", "linux/arm64", "linux/arm/v7"), { minLength: 1 }),
});

/** The parts as one text, order aside: what the key must tell apart. */
function meaning({ files, dockerfile, target, buildArgs, baseImages, platforms, labels, making }: KeyParts): string {
  const sorted = (entries: unknown[][]) => entries.map((entry) => JSON.stringify(entry)).sort();
  return JSON.stringify([
    sorted(files.map(({ path, mode, hash }) => [path, mode, hash])),
    [dockerfile.name, dockerfile.text, target ?? null],
    sorted(Object.entries(buildArgs)),
    sorted([...baseImages]),
    [...platforms].sort(),
    sorted(Object.entries(labels)),
    making,
  ]);
}

test("two keys are the same exactly when everything that goes into the image is", () => {
  fc.assert(
    fc.property(parts, parts, (a, b) => {
      expect(contentKey(a) === contentKey(b)).toBe(meaning(a) === meaning(b));
    }),
    { numRuns: 200 },
  );
});

test("the order of reading makes no difference", () => {
  fc.assert(
    fc.property(parts, ({ files, platforms, buildArgs, baseImages, ...rest }) => {
      const turned = {
        ...rest,
        files: [...files].reverse(),
        platforms: [...platforms].reverse(),
        buildArgs: Object.fromEntries(Object.entries(buildArgs).reverse()),
        baseImages: new Map([...baseImages].reverse()),
      };
      expect(contentKey(turned)).toBe(contentKey({ files, platforms, buildArgs, baseImages, ...rest }));
    }),
  );
});

const one: KeyParts = {
  files: [{ path: "a", mode: "100644", hash: "0" }],
  dockerfile: { name: "a", text: "FROM scratch" },
  buildArgs: { A: "1" },
  baseImages: new Map([["base:1", "sha256:1"]]),
  platforms: ["linux/amd64"],
  labels: {},
  making: {},
};

test.each<[string, (one: KeyParts) => KeyParts]>([
  ["a file's content", (one) => ({ ...one, files: [{ path: "a", mode: "100644", hash: "1" }] })],
  ["a file's mode", (one) => ({ ...one, files: [{ path: "a", mode: "100755", hash: "0" }] })],
  ["a file's name", (one) => ({ ...one, files: [{ path: "b", mode: "100644", hash: "0" }] })],
  ["one file more", (one) => ({ ...one, files: [...one.files, { path: "b", mode: "100644", hash: "0" }] })],
  ["a build argument", (one) => ({ ...one, buildArgs: { A: "2" } })],
  ["which Dockerfile is used", (one) => ({ ...one, dockerfile: { name: "b", text: "FROM scratch" } })],
  ["the Dockerfile's text", (one) => ({ ...one, dockerfile: { name: "a", text: "FROM base:1" } })],
  ["the target", (one) => ({ ...one, target: "tools" })],
  ["a label", (one) => ({ ...one, labels: { team: "a" } })],
  ["how it is made, where that was asked for", (one) => ({ ...one, making: { compression: "zstd" } })],
  ["the base image's digest", (one) => ({ ...one, baseImages: new Map([["base:1", "sha256:2"]]) })],
  ["the platform", (one) => ({ ...one, platforms: ["linux/arm64"] })],
  ["one platform more", (one) => ({ ...one, platforms: ["linux/amd64", "linux/arm64"] })],
])("%s changes the key", (_, change) => {
  expect(contentKey(change(one))).not.toBe(contentKey(one));
});

test.each<[string, Partial<KeyParts>, Partial<KeyParts>]>([
  ["where a name ends", { buildArgs: { A: "BC" } }, { buildArgs: { AB: "C" } }],
  ["its being an argument or a label", { buildArgs: { A: "1" } }, { buildArgs: {}, labels: { A: "1" } }],
  ["its being a label or of the making", { labels: { A: "1" } }, { making: { A: "1" } }],
  [
    "its being an argument or a base image",
    { buildArgs: { B: "1" } },
    { buildArgs: {}, baseImages: new Map([["B", "1"]]) },
  ],
])("what reads alike has two keys by %s", (_, a, b) => {
  const bare: KeyParts = { ...one, files: [], buildArgs: {}, baseImages: new Map() };
  expect(contentKey({ ...bare, ...a })).not.toBe(contentKey({ ...bare, ...b }));
});

/** Whoever changes the form builds every image again: then `form` is raised, and this text with it. */
test("the key is the sha256 of a text whose form is the same in every release", () => {
  const lines = [
    ["cashsouk-image-2"],
    ["platform", "linux/amd64", "linux/arm64"],
    ["dockerfile", "docker/Dockerfile", sha256("FROM scratch")],
    ["target", "tools"],
    ...["A", "B"].map((name) => ["arg", name, "1"]),
    ...["base:1", "base:2"].map((name) => ["base", name, "sha256:1"]),
    ...["team", "unit"].map((name) => ["label", name, "x"]),
    ["making", "sbom", "true"],
    ...["a", "b", "c"].map((path) => ["file", "100644", path, "0"]),
  ];
  const key = contentKey({
    files: ["b", "c", "a"].map((path) => ({ path, mode: "100644", hash: "0" })),
    dockerfile: { name: "docker/Dockerfile", text: "FROM scratch" },
    target: "tools",
    buildArgs: { B: "1", A: "1" },
    baseImages: new Map(["base:2", "base:1"].map((name) => [name, "sha256:1"])),
    platforms: ["linux/arm64", "linux/amd64"],
    labels: { unit: "x", team: "x" },
    making: { sbom: "true" },
  });
  expect(key).toBe(sha256(lines.map((fields) => `${fields.map((field) => `${field}\0`).join("")}\n`).join("")));
});

test("without a target, an argument, a label, a base or a file, the text has no line for it", () => {
  const none: KeyParts = { ...one, files: [], buildArgs: {}, baseImages: new Map() };
  const lines = `cashsouk-image-2\0\nplatform\0linux/amd64\0\ndockerfile\0a\0${sha256("FROM scratch")}\0\n`;
  expect(contentKey(none)).toBe(sha256(lines));
});

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
