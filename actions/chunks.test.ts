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

const statically = /(?:^|[;}])(?:import|export)(?:[^"'`;(]*from)?"(\.[^"]+)"/gm;
const dynamically = /\bimport\(["`](\.[^"`]+)["`]\)/g;

const nameOf = (path: string) => basename(path, ".mjs").replace(/^(roof|deploy)\d+$/, "$1");

/** What a bundle loads: by static imports, which are what its start loads, and by those of the others that a run takes. */
function reach(entry: string, takes: (chunk: string) => boolean): Chunk[] {
  const found = new Map<string, Chunk>();
  const walk = (path: string) => {
    if (found.has(path)) return;
    const text = readFileSync(path, "utf8");
    found.set(path, { name: nameOf(path), bytes: Buffer.byteLength(text) });
    const imported = (imports: RegExp) => [...text.matchAll(imports)].map(([, next = ""]) => join(dirname(path), next));
    for (const next of imported(statically)) walk(next);
    for (const next of imported(dynamically)) if (takes(nameOf(next))) walk(next);
  };
  walk(join(builtBundles(), entry));
  return [...found.values()];
}

const clients: Record<string, readonly string[]> = {
  "detect-affected": ["ssm"],
  "build-push": ["ecr"],
  "run-migration-task": ["cloudformation", "cloudwatch-logs", "ecs"],
  "ecs-rollout": ["cloudwatch-logs", "ecr", "ecs", "elastic-load-balancing-v2", "ssm"],
  "notify-slack": ["secrets-manager", "sns"],
  "deploy-stack": ["cloudformation", "github", "s3", "ssm"],
};

/** workspace/workspace.ts: of pnpm's lockfile, or of another one. What compares the two, as one was replaced, loads both. */
const links = [["links-pnpm"], ["links-foreign"]];

/** actions/src/run-action.ts: what tells of any error. */
const failing = ["roof-failed"];
/** Where a step has no role, or was not set up for AWS, it ends before it does anything else. */
const failed = ["roof-role-not-assumed", "roof-not-set-up"].map((chunk) => [chunk, ...failing]);

/** Chunks of which a run loads one list alone, or none: where it decides so, they are imported. */
const alternatives: Readonly<Record<string, readonly (readonly (readonly string[])[])[]>> = {
  "build-push": [
    // src/registry.ts: ECR, for which it may take on a role, or a registry that is none of AWS's.
    [["build-push-ecr", "roof-role-session"], ["build-push-other-registry"]],
    // src/build.ts: one image of a folder, or those of a workspace's services.
    [["build-push-folder"], ["build-push-workspace"]],
    links,
    // image/build-images.ts, image/registry-store.ts: images that stay here, that docker pushes, that their builder pushes.
    [["image-local-store"], ["image-push-by-tag"], ["image-push-by-digest"]],
    // What a run failed of, or what src/main.ts tells of all that was made.
    [
      ...failed,
      ["image-refusals", ...failing],
      ["image-failures", "image-asked-in-vain", ...failing],
      ["build-push-report"],
    ],
  ],
  // src/main.ts: what the ledger has, for which it may take on a role, or what the event names.
  "detect-affected": [
    [
      ["roof-role-session", "base-released", "detect-affected-digests"],
      ["detect-affected-shared-base", "base-shared"],
    ],
    // What a run failed of, or what src/main.ts tells of all services.
    [...failed, ["image-asked-in-vain", ...failing], ["detect-affected-report"]],
    links,
  ],
  // src/main.ts: a stack in AWS, or templates alone.
  "deploy-stack": [[["deploy-stack-change"], ["deploy-stack-compare"]]],
};

/** What each kind of run leaves out. */
function leftOut(name: string): readonly string[][] {
  return (alternatives[name] ?? []).reduce<string[][]>(
    (kinds, lists) =>
      kinds.flatMap((out) => lists.map((taken) => [...out, ...lists.flat().filter((chunk) => !taken.includes(chunk))])),
    [[]],
  );
}

const anything = () => true;
const nothing = () => false;

describe.each(actionNames)("%s's bundle", (name) => {
  const entry = `${name}.mjs`;

  test("loads nothing of the SDK, and no HTTP client, when it starts", () => {
    const loaded = reach(entry, nothing).map((chunk) => chunk.name);
    expect(loaded.filter((chunk) => /^(aws-|client-|undici|actions-http)/.test(chunk))).toEqual([]);
  });

  test("reaches the clients of the services that it calls, and no other", () => {
    const reached = reach(entry, anything).map((chunk) => chunk.name);
    const wanted = (clients[name] ?? []).map((client) => `client-${client}`);
    expect(reached.filter((chunk) => chunk.startsWith("client-")).sort()).toEqual(wanted.sort());
  });

  test("loads at most 100 KB of our own code in the largest run that it can have", () => {
    const ours = new RegExp(`^(${name}|roof)(-|$)|^(deploy|(base|image|links)-.+)$`);
    const ownOf = (chunks: Chunk[]) => chunks.filter((chunk) => ours.test(chunk.name));
    const all = ownOf(reach(entry, anything)).map((chunk) => chunk.name);
    expect(all).toEqual(expect.arrayContaining(["roof", "deploy", ...(alternatives[name] ?? []).flat(2)]));
    const runs = leftOut(name).map((out) => ownOf(reach(entry, (chunk) => !out.includes(chunk))));
    const sizes = runs.map((chunks) => chunks.reduce((sum, { bytes }) => sum + bytes, 0));
    expect(Math.max(...sizes)).toBeLessThanOrEqual(100_000);
  });
});
