import { createGitRepository, type GitRepository } from "@cashsouk/testing/git-repository";
import { afterAll, describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { execFileSync } from "node:child_process";
import { resolve } from "node:path";
import { isImageInput } from "../content";
import { changedFiles, openRepository } from "../git";
import { detectAffected } from ".";
import { applyEdits } from "./testing/apply-edits";
import {
  type Edit,
  randomEdit,
  type RandomWorkspace,
  randomWorkspace,
  workspaceFiles,
} from "./testing/random-workspace";

const turbo = resolve(__dirname, "../../../../node_modules/.bin/turbo");
/** `SOAK_GRAPHS=200 SEED=1 pnpm exec jest turbo.property` */
const graphs = Number(process.env["SOAK_GRAPHS"] ?? 30);

/** One package on which we and turbo do not agree, and all that can tell why. */
interface Disagreement {
  readonly by: "turbo" | "us";
  readonly changed: readonly string[];
  /** Those of the changed paths that lie in the package or in one that it needs. */
  readonly near: readonly string[];
}

/** Where we differ from turbo on purpose. */
const divergences = [
  {
    name: "only what people and tests read changed",
    reason:
      "turbo asks which tasks to run again, tests among them; we ask which images differ, and none holds these files",
    holds: ({ by, near }: Disagreement) =>
      by === "turbo" && near.length > 0 && near.every((path) => !isImageInput(path.replace(/^packages\/[^/]+\//, ""))),
  },
  {
    name: "a file that steers the installation changed",
    reason: "turbo does not look at .npmrc; it may change what every image has in node_modules",
    holds: ({ by, changed }: Disagreement) => by === "us" && changed.includes(".npmrc"),
  },
  {
    name: "turbo's own configuration changed",
    reason: "turbo.json is no input of an image; a service whose build needs it names it in `paths`",
    holds: ({ by, changed }: Disagreement) => by === "turbo" && changed.includes("turbo.json"),
  },
] as const;

const hits = new Map<string, number>();
let agreed = 0;
let seen = 0;

interface Case {
  readonly workspace: RandomWorkspace;
  readonly edits: readonly Edit[];
  readonly committed: boolean;
}

/** Packages on which the two do not agree. */
async function compare({ workspace, edits, committed }: Case) {
  const repository = createGitRepository(workspaceFiles(workspace));
  try {
    const base = repository.git("rev-parse", "HEAD").trim();
    const after = applyEdits(repository, workspace, edits);
    if (committed) repository.commit();
    const opened = openRepository(repository.folder);
    const findings = await detectAffected(opened, { base: { kind: "revision", revision: base }, deepen: false });
    const ours = new Set(findings.filter(({ reasons }) => reasons.length > 0).map(({ service }) => service.package));
    const theirs = new Set(turboAffected(repository, base));
    const changed = [...(await changedFiles(opened, base))];
    const names = [...new Set([...ours, ...theirs])].filter((name) => ours.has(name) !== theirs.has(name)).sort();
    return names.map((name) => {
      const folders = [...closure(after, Number(name.slice(1)))].map((at) => `packages/p${at}/`);
      const near = changed.filter((path) => folders.some((folder) => path.startsWith(folder)));
      return { name, by: ours.has(name) ? ("us" as const) : ("turbo" as const), changed, near };
    });
  } finally {
    repository.remove();
  }
}

/** A package and all that it needs. */
function closure({ packages }: RandomWorkspace, at: number): Set<number> {
  const { needs, development } = packages[at]!;
  return new Set([
    at,
    ...[...needs, ...development].flatMap((other) => [...closure({ packages, versions: [] }, other)]),
  ]);
}

function turboAffected({ folder }: GitRepository, base: string): string[] {
  const output = execFileSync(turbo, ["ls", "--affected", "--output=json"], {
    cwd: folder,
    encoding: "utf8",
    env: { ...process.env, TURBO_SCM_BASE: base, TURBO_TELEMETRY_DISABLED: "1", DO_NOT_TRACK: "1" },
    stdio: ["ignore", "pipe", "ignore"],
  });
  const { packages } = JSON.parse(output.slice(output.indexOf("{"))) as { packages: { items: { name: string }[] } };
  return packages.items.map(({ name }) => name);
}

test(`agrees with turbo on ${graphs} random workspaces, but for the divergences`, async () => {
  process.stderr.write(`random workspaces: ${graphs}, seed ${fc.readConfigureGlobal().seed}\n`);
  const one = fc.record({
    workspace: randomWorkspace,
    edits: fc.array(randomEdit, { minLength: 1, maxLength: 3 }),
    committed: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(one, async (given) => {
      const disagreements = await compare(given);
      seen++;
      if (disagreements.length === 0) agreed++;
      for (const disagreement of disagreements) {
        const found = divergences.find(({ holds }) => holds(disagreement));
        expect({ ...disagreement, divergence: found?.name }).toEqual({
          ...disagreement,
          divergence: expect.any(String) as unknown,
        });
        if (found) hits.set(found.name, (hits.get(found.name) ?? 0) + 1);
      }
    }),
    { numRuns: graphs },
  );
  expect(agreed / seen).toBeGreaterThanOrEqual(0.8);
});

afterAll(() => {
  const told = divergences.map(({ name }) => `${hits.get(name) ?? 0} × ${name}`);
  process.stderr.write(`${agreed} of ${seen} agree; divergences, package by package: ${told.join(", ")}\n`);
});

describe("differs from turbo", () => {
  /** p1 needs p0. */
  const workspace: RandomWorkspace = {
    versions: [0, 0, 0, 0],
    packages: [
      { needs: [], development: [], registry: [1] },
      { needs: [0], development: [], registry: [] },
    ],
  };
  const disagreed = async (edits: readonly Edit[]) => {
    const found = await compare({ workspace, edits, committed: true });
    return found.map((one) => [one.name, one.by, divergences.find(({ holds }) => holds(one))?.name]);
  };

  test.each<[string, Edit]>([
    ["a README", { kind: "file", at: 0, name: "README.md", how: "write" }],
    ["a test", { kind: "file", at: 0, name: "src/index.test.ts", how: "write" }],
  ])("where %s of a package is all that changed", async (_, edit) => {
    const name = "only what people and tests read changed";
    expect(await disagreed([edit])).toEqual([
      ["p0", "turbo", name],
      ["p1", "turbo", name],
    ]);
  });

  test("where .npmrc changed", async () => {
    const name = "a file that steers the installation changed";
    expect(await disagreed([{ kind: "root-file", path: ".npmrc", text: "node-linker=hoisted\n" }])).toEqual([
      ["p0", "us", name],
      ["p1", "us", name],
    ]);
  });

  test("where turbo.json changed in its tasks", async () => {
    const name = "turbo's own configuration changed";
    const text = '{"globalDependencies":["global.txt"],"tasks":{"lint":{}}}\n';
    expect(await disagreed([{ kind: "root-file", path: "turbo.json", text }])).toEqual([
      ["p0", "turbo", name],
      ["p1", "turbo", name],
    ]);
  });

  test("nowhere else among what the random edits do to two packages", async () => {
    const edits: Edit[] = [
      { kind: "bump", registry: 0 },
      { kind: "root-file", path: "README.md", text: "2\n" },
      { kind: "need", at: 1, other: 0 },
    ];
    expect(await disagreed(edits)).toEqual([]);
  });
});
