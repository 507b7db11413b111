import { expect, test } from "@jest/globals";
import fc from "fast-check";
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
    fc.property(parts, ({ files, buildArgs, baseImages, ...rest }) => {
      const turned = {
        ...rest,
        files: [...files].reverse(),
        buildArgs: Object.fromEntries(Object.entries(buildArgs).reverse()),
        baseImages: new Map([...baseImages].reverse()),
      };
      expect(contentKey(turned)).toBe(contentKey({ files, buildArgs, baseImages, ...rest }));
    }),
  );
});

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
  const one: KeyParts = {
    files: [{ path: "a", mode: "100644", hash: "0" }],
    dockerfile: { name: "a", text: "FROM scratch" },
    buildArgs: { A: "1" },
    baseImages: new Map([["base:1", "sha256:1"]]),
    platforms: ["linux/amd64"],
    labels: {},
    making: {},
  };
  expect(contentKey(change(one))).not.toBe(contentKey(one));
});
