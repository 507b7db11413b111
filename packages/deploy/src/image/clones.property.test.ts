import { cloneRepository, createGitRepository, type GitRepository } from "@cashsouk/testing/git-repository";
import { afterEach, expect, test } from "@jest/globals";
import fc from "fast-check";
import { chmodSync, mkdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { workspaceFiles } from "../content/workspace-fixture";
import { openRepository } from "../git";
import { readFolderImage } from "./folder-image";
import { withPreparedImage } from "./prepare-image";
import { readSource } from "./source";
import { workspaceImages } from "./workspace-images";

const given = {
  platforms: ["linux/amd64"],
  buildArgs: {},
  labels: {},
  making: {},
  digestOf: () => Promise.resolve(""),
};
const paths = Object.keys(workspaceFiles);

/** Differences between machines that are none of the content. */
const difference = fc.oneof(
  fc
    .record({ path: fc.constantFrom(...paths), second: fc.nat(2_000_000_000) })
    .map(({ path, second }) => (at: string) => {
      utimesSync(join(at, path), second, second);
    }),
  fc.record({ path: fc.constantFrom(...paths), mode: fc.constantFrom(0o600, 0o640, 0o644, 0o664, 0o666) }).map(
    ({ path, mode }) =>
      (at: string) =>
        chmodSync(join(at, path), mode),
  ),
  fc.constantFrom(...paths).map((path) => (at: string) => {
    // Another place in its folder, as another order of checking out gives.
    const text = readFileSync(join(at, path));
    rmSync(join(at, path));
    writeFileSync(join(at, path), text);
  }),
  fc.constantFrom("apps/api/src", "packages/shared").map((path) => (at: string) => chmodSync(join(at, path), 0o700)),
  fc.constantFrom("apps/api/empty", "docker/empty").map((path) => (at: string) => {
    mkdirSync(join(at, path), { recursive: true });
  }),
);

let clone: GitRepository | undefined;
afterEach(() => clone?.remove());

async function keys(folder: string): Promise<string[]> {
  const services = workspaceImages(await readSource(openRepository(folder)));
  const whole = await readFolderImage({ name: "all", context: folder, file: join(folder, "docker/Dockerfile") });
  return Promise.all(
    [...services, whole].map((image) => withPreparedImage(given, image, ({ key }) => Promise.resolve(key))),
  );
}

test("clones at other paths, with other times, permissions and order on disk, give the same keys", async () => {
  // Git has no folders that hold nothing; an image of a folder does, unless it is told otherwise.
  const repository = createGitRepository({ ...workspaceFiles, "docker/Dockerfile.dockerignore": "**/empty\n" });
  try {
    const wanted = await keys(repository.folder);
    await fc.assert(
      fc.asyncProperty(fc.array(difference, { minLength: 1, maxLength: 12 }), async (differences) => {
        clone?.remove();
        clone = cloneRepository(repository.folder);
        for (const apply of differences) apply(clone.folder);
        expect(await keys(clone.folder)).toEqual(wanted);
      }),
      { numRuns: 15 },
    );
  } finally {
    repository.remove();
  }
});
