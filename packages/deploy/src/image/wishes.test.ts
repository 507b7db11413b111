import { describe, expect, test } from "@jest/globals";
import { type Builder, plainBuildKit } from "./builder";
import { leftOut } from "./push-by-tag";
import { cannotBe } from "./refusals";
import { inVain, keyedWishes, meansFor, type Wishes } from "./wishes";

const container: Builder = { kind: "buildx", driver: "docker-container", full: true, title: "buildx" };
const engine: Builder = { kind: "buildx", driver: "docker", full: false, title: 'buildx with the driver "docker"' };

describe("what nobody asked for is the builder's best", () => {
  test("with a builder of its own store: cache in the registry, and provenance", () => {
    expect(meansFor({}, { builder: container, push: true })).toEqual({
      cache: "registry",
      cacheMayFail: true,
      provenance: "true",
      sbom: "false",
    });
  });

  test.each([plainBuildKit, engine])("with $title what is left out is said", (builder) => {
    expect(meansFor({}, { builder, push: true })).toEqual({
      cache: "inline",
      cacheMayFail: true,
      provenance: "false",
      sbom: "false",
    });
    expect(leftOut({}, builder)).toEqual([
      `No provenance: ${builder.title} makes no attestations.`,
      `Inline cache instead of the registry's: ${builder.title} has no other.`,
    ]);
  });

  test("and what was declined by name is not mentioned", () => {
    expect(leftOut({ cache: "none", provenance: "false" }, engine)).toEqual([]);
  });

  test("an image that stays on the machine has neither cache nor attestations", () => {
    expect(meansFor({}, { builder: container, push: false })).toMatchObject({
      cache: "none",
      provenance: "false",
    });
  });
});

/** What a run is refused for. */
function refusal(wishes: Wishes, builder: Builder, push = true): string {
  const vain = inVain(wishes, { builder, push });
  return vain.length > 0 ? cannotBe(vain, wishes, builder).message : "";
}

describe("what is asked for in vain is an error that names the builder", () => {
  test.each<[string, Wishes, string]>([
    ["provenance", { provenance: "mode=max" }, "provenance: a provenance attestation can't be made by"],
    ["an SBOM", { sbom: "true" }, "sbom: an SBOM attestation can't be made by"],
    [
      "several platforms",
      { platforms: ["linux/amd64", "linux/arm64"] },
      "platforms: an image for linux/amd64 and linux/arm64 can't be made by",
    ],
    ["the registry's cache", { cache: "registry" }, "cache: a cache in the registry can't be made by"],
    ["zstd", { compression: "zstd" }, "compression: an image compressed by zstd can't be made by"],
  ])("%s", (_title, wishes, told) => {
    for (const builder of [plainBuildKit, engine]) expect(refusal(wishes, builder)).toBe(`${told} ${builder.title}`);
    expect(refusal(wishes, container)).toBe("");
  });

  test("all of it at once", () => {
    const asked = { sbom: "true", provenance: "true", cache: "registry" } as const;
    expect(refusal(asked, engine)).toMatch(/provenance: .*\nsbom: .*\ncache: /);
  });

  test("also where the builder could, but the image stays in an engine", () => {
    expect(refusal({ sbom: "true" }, container, false)).toBe(
      "sbom: an SBOM attestation goes with `push: true` alone: an engine can't keep it",
    );
  });
});

test("the key covers what was asked for by name, and no builder's default", () => {
  expect(keyedWishes({})).toEqual({});
  expect(keyedWishes({ sbom: "false", compression: "gzip", cache: "inline" })).toEqual({});
  // Some can't run an index, which an attestation makes of an image.
  expect(keyedWishes({ provenance: "false" })).toEqual({ provenance: "false" });
  expect(keyedWishes({ provenance: "mode=max", sbom: "true", compression: "zstd" })).toEqual({
    compression: "zstd",
    provenance: "mode=max",
    sbom: "true",
  });
});
