import type { ImageReport } from "@cashsouk/deploy/image";
import { expect, test } from "@jest/globals";
import { readFileSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import { writeMetadata } from "./metadata";
import { outputs } from "./outputs";

const built = (name: string) => ({
  image: `host/${name}@sha256:1`,
  digest: "sha256:1",
  key: "k",
  dirty: false,
  tags: ["latest"],
  reused: true,
  bytes: 1,
  seconds: 2,
});
const report = (...names: string[]): ImageReport => ({
  images: new Map(
    names.map((name) => [
      name,
      { built: built(name), why: { kind: "held", place: "registry" }, metadata: { "image.name": name } },
    ]),
  ),
  notes: ["left out"],
});

test("one image has outputs of its own", () => {
  expect(outputs(report("api"), "/m")).toEqual({
    images: { api: built("api") },
    image: "host/api@sha256:1",
    digest: "sha256:1",
    key: "k",
    tags: ["latest"],
    reused: true,
    metadata: "/m",
  });
});

test.each([["several", ["api", "web"]] as const, ["none", []] as const])(
  "%s have not: there is no single digest",
  (_, names) => {
    const { images, ...rest } = outputs(report(...names), "/m");
    expect(Object.keys(images as object)).toEqual(names);
    expect(rest).toEqual({ image: "", digest: "", key: "", tags: "", reused: "", metadata: "/m" });
  },
);

test("the metadata's file has all of it, and what the builder says", async () => {
  const file = await writeMetadata(report("api"));
  try {
    expect(JSON.parse(readFileSync(file, "utf8"))).toEqual({
      images: { api: { ...built("api"), why: "the registry holds this content", buildkit: { "image.name": "api" } } },
      notes: ["left out"],
    });
  } finally {
    rmSync(dirname(file), { recursive: true });
  }
});
