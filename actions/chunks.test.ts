import { describe, expect, test } from "@jest/globals";
import { readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { actionNames } from "./action-folders";
import { builtBundles } from "./built-bundles";

interface Chunk {
  /** Its name in the build's configuration: `deploy` of `chunks/deploy2.mjs`. */
  readonly name: string;
  readonly bytes: number;
}

/** What a bundle reaches: by static imports, which are what its start loads, or by any. */
function reach(entry: string, imports: RegExp): Chunk[] {
  const found = new Map<string, Chunk>();
  const walk = (path: string) => {
    if (found.has(path)) return;
    const text = readFileSync(path, "utf8");
    found.set(path, {
      name: basename(path, ".mjs").replace(/^(roof|deploy)\d+$/, "$1"),
      bytes: Buffer.byteLength(text),
    });
    for (const [, next = ""] of text.matchAll(imports)) walk(join(dirname(path), next));
  };
  walk(join(builtBundles(), entry));
  return [...found.values()];
}
const statically = /(?:^|[;}])(?:import|export)(?:[^"'`;(]*from)?"(\.[^"]+)"/gm;
const anyhow = /(?:(?:^|[;}])(?:import|export)(?:[^"'`;(]*from)?|\bimport\()["`](\.[^"`]+)["`]/gm;

const clients: Record<string, readonly string[]> = {
  "detect-affected": ["ssm"],
  "build-push": ["ecr"],
  "run-migration-task": ["cloudformation", "cloudwatch-logs", "ecs"],
  "ecs-rollout": ["cloudwatch-logs", "ecr", "ecs", "elastic-load-balancing-v2", "ssm"],
  "notify-slack": ["secrets-manager", "sns"],
  "deploy-stack": ["cloudformation", "github", "s3", "ssm"],
};

/** The bar is 100 KB. build-push is above it: what a key is made of, a workspace and a Dockerfile as their tools read them, is in it. */
const limits: Readonly<Record<string, number>> = { "build-push": 110_000 };

describe.each(actionNames)("%s's bundle", (name) => {
  const entry = `${name}.mjs`;

  test("loads nothing of the SDK, and no HTTP client, when it starts", () => {
    const loaded = reach(entry, statically).map((chunk) => chunk.name);
    expect(loaded.filter((chunk) => /^(aws-|client-|undici|actions-http)/.test(chunk))).toEqual([]);
  });

  test("reaches the clients of the services that it calls, and no other", () => {
    const reached = reach(entry, anyhow).map((chunk) => chunk.name);
    const wanted = (clients[name] ?? []).map((client) => `client-${client}`);
    expect(reached.filter((chunk) => chunk.startsWith("client-")).sort()).toEqual(wanted.sort());
  });

  const limit = limits[name] ?? 100_000;
  test(`holds at most ${limit / 1000} KB of our own code`, () => {
    const ours = new RegExp(`^(${name}|(roof|deploy)$)`);
    const own = reach(entry, anyhow).filter((chunk) => ours.test(chunk.name));
    expect(own.map((chunk) => chunk.name)).toEqual(expect.arrayContaining(["roof", "deploy"]));
    expect(own.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThanOrEqual(limit);
  });
});
