import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { createGitRepository, type GitRepository } from "@cashsouk/testing/git-repository";
import fc from "fast-check";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { detectAffected } from "../affected";
import { imageInputs } from "../content";
import { workspaceFiles } from "../content/workspace-fixture";
import { openRepository } from "../git";
import type { Release } from "../release";
import { externalImages } from "../dockerfile";
import { contentKey } from "./key";
import { readSource } from "./source";
import { stageContext } from "./stage-context";

const dockerfile = (fallback: string) => `ARG BASE=${fallback}\nFROM \${BASE}\nCOPY . .\n`;
const files: Record<string, string> = { ...workspaceFiles, "docker/Dockerfile": dockerfile("one:1") };

let repository: GitRepository;
let base: string;
beforeAll(() => {
  repository = createGitRepository(files);
  base = repository.git("rev-parse", "HEAD").trim();
});
afterAll(() => repository.remove());

/** Everything that the key covers and the repository does not hold. */
interface Outside {
  readonly args: Readonly<Record<string, string>>;
  readonly digests: Readonly<Record<string, string>>;
}

const digest = fc.constantFrom("sha256:1", "sha256:2");
const outside: fc.Arbitrary<Outside> = fc.record({
  args: fc.constantFrom<Record<string, string>>({}, { BASE: "two:1" }, { APP: "x" }, { BASE: "two:1", APP: "x" }),
  digests: fc.record({ "one:1": digest, "two:1": digest, "three:1": digest }),
});
const edit = fc.constantFrom<Record<string, string>>(
  {},
  { "docker/Dockerfile": dockerfile("three:1") },
  { "services.json": files["services.json"]!.replace('"name": "web",', '"name": "web", "buildArgs": {"APP": "y"},') },
  { "apps/api/src/main.ts": "2\n" },
);

/** Service → what build-push would say of it. */
async function builds({ args, digests }: Outside): Promise<Map<string, Release>> {
  const { repository: opened, snapshot } = await readSource(openRepository(repository.folder));
  const built = new Map<string, Release>();
  for (const service of snapshot.manifest.services) {
    const folder = mkdtempSync(join(tmpdir(), "property-"));
    const staged = await stageContext(opened, imageInputs(snapshot, service), folder);
    const buildArgs = { ...service.buildArgs, ...args };
    const text = readFileSync(join(folder, service.dockerfile), "utf8");
    const baseImages = new Map(
      [...externalImages(text, { buildArgs, platforms: ["linux/amd64"] }).keys()].map((image) => [
        image,
        digests[image]!,
      ]),
    );
    rmSync(folder, { recursive: true });
    const key = contentKey({
      files: staged,
      dockerfile: { name: service.dockerfile, text },
      buildArgs,
      baseImages,
      platforms: ["linux/amd64"],
      labels: {},
      making: {},
    });
    const covered = { buildArgs, baseImages: Object.fromEntries(baseImages) };
    built.set(service.name, { commit: base, dirty: false, key, ...covered } as Release);
  }
  return built;
}

test("a service is affected since its release exactly when its key differs, by what lies outside of the repository too", async () => {
  await fc.assert(
    fc.asyncProperty(outside, outside, edit, async (before, now, changes) => {
      repository.git("reset", "--quiet", "--hard", base);
      const releases = await builds(before);
      repository.write(changes);
      const after = await builds(now);
      const findings = await detectAffected(openRepository(repository.folder), {
        base: { kind: "released", releases },
        deepen: false,
        outside: { args: now.args, digestOf: (image) => Promise.resolve(now.digests[image]!) },
      });
      const told = findings.map(({ service, reasons }) => [service.name, reasons.length > 0]);
      // The manifest's own word counts, also where the arguments that are given outvote it.
      const ownWord = (name: string) => name === "web" && "services.json" in changes;
      const differs = ([name, { key }]: [string, Release]) => key !== releases.get(name)?.key;
      expect(told).toEqual([...after].map((one) => [one[0], differs(one) || ownWord(one[0])]));
    }),
    { numRuns: 25 },
  );
});
