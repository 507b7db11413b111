import { cloneRepository, createGitRepository, type GitRepository } from "@cashsouk/testing/git-repository";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { imageInputs } from "../content";
import { workspaceFiles } from "../content/workspace-fixture";
import { openRepository } from "../git";
import { contentHash } from "./key";
import { readSource } from "./source";
import { stageFile } from "./stage";
import { stageContext } from "./stage-context";

const made: GitRepository[] = [];
const make = (files: Record<string, string>) => {
  const repository = createGitRepository(files);
  made.push(repository);
  return repository;
};
let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), "stage-"))));
afterEach(() => {
  for (const one of made.splice(0)) one.remove();
  rmSync(folder, { recursive: true });
});

const adding = ["-c", "protocol.file.allow=always", "submodule", "--quiet"];

/** A workspace whose api holds a submodule, which holds another. */
function withSubmodules(): GitRepository {
  const [inner, module, whole] = [make({ "in.txt": "1" }), make({ "a b.txt": "1" }), make({ ...workspaceFiles })];
  module.git(...adding, "add", inner.folder, "deep");
  module.git("commit", "--quiet", "--message", "deep");
  whole.git(...adding, "add", module.folder, "apps/api/vendor");
  whole.git("commit", "--quiet", "--message", "vendor");
  return whole;
}

async function staged(at: GitRepository): Promise<string[]> {
  const { repository, snapshot } = await readSource(openRepository(at.folder));
  const inputs = imageInputs(
    snapshot,
    snapshot.manifest.services.find(({ name }) => name === "api")!,
  );
  const files = await stageContext(repository, inputs, folder);
  return files.filter(({ path }) => path.includes("vendor")).map(({ path, mode }) => `${mode} ${path}`);
}

test("a submodule gives its files, and of one in it that is not checked out an empty folder", async () => {
  const whole = withSubmodules();
  expect(await staged(whole)).toEqual([
    "100644 apps/api/vendor/.gitmodules",
    "100644 apps/api/vendor/a b.txt",
    "040000 apps/api/vendor/deep",
  ]);
});

test("submodules in submodules give their files, without one that is deleted", async () => {
  const whole = withSubmodules();
  whole.git(...adding, "update", "--init", "--recursive");
  whole.write({ "apps/api/vendor/a b.txt": null });
  expect(await staged(whole)).toEqual(["100644 apps/api/vendor/.gitmodules", "100644 apps/api/vendor/deep/in.txt"]);
});

test("a submodule that belongs to another user, as in a container's checkout, gives its files", async () => {
  const whole = withSubmodules();
  // Git's own switch for its tests of "dubious ownership".
  process.env["GIT_TEST_ASSUME_DIFFERENT_OWNER"] = "1";
  try {
    expect(await staged(whole)).toContain("100644 apps/api/vendor/a b.txt");
  } finally {
    delete process.env["GIT_TEST_ASSUME_DIFFERENT_OWNER"];
  }
});

test("a clone that left its submodules out has an empty folder, as docker sees it", async () => {
  const clone = cloneRepository(withSubmodules().folder);
  made.push(clone);
  expect(await staged(clone)).toEqual(["040000 apps/api/vendor"]);
});

test("a repository of its own that git does not track gives its files", async () => {
  const whole = make({ ...workspaceFiles });
  whole.write({ "apps/api/vendor/x.txt": "1" });
  whole.git("-C", "apps/api/vendor", "init", "--quiet");
  expect(await staged(whole)).toEqual(["100644 apps/api/vendor/x.txt"]);
});

/** Of all that lies in a folder, the mode and the path. */
function modes(at: string): string[] {
  return readdirSync(at, { recursive: true, encoding: "utf8" })
    .map((path) => `${(lstatSync(join(at, path)).mode & 0o777).toString(8)} ${path}`)
    .sort();
}

test("a machine's umask makes no difference, neither to files and folders nor to what is made for the image", async () => {
  const whole = make({ ...workspaceFiles });
  whole.write({ "apps/api/src/run.sh": "run" });
  whole.mode("apps/api/src/run.sh", 0o755);
  mkdirSync(join(whole.folder, "empty"));
  const { repository, snapshot } = await readSource(openRepository(whole.folder));
  const inputs = imageInputs(snapshot, snapshot.manifest.services[0]!);
  const [usual, strict] = ["usual", "strict"].map((name) => join(folder, name)) as [string, string];
  const stageUnder = async (umask: number, to: string) => {
    mkdirSync(to);
    const before = process.umask(umask);
    try {
      await stageContext(repository, inputs, to);
      await stageFile({ from: Buffer.from(join(whole.folder, "empty")), path: "in/empty", folder: to });
    } finally {
      process.umask(before);
    }
  };
  await stageUnder(0o022, usual);
  await stageUnder(0o077, strict);
  expect(modes(strict)).toEqual(modes(usual));
  expect(modes(strict)).toEqual(
    expect.arrayContaining(["755 apps/api", "755 apps/api/src/run.sh", "644 pnpm-lock.yaml", "755 in/empty"]),
  );
});

test("a large file, which Node may not read at once, is the input that its content is", async () => {
  const from = join(folder, "model.bin");
  const content = Buffer.alloc(2 ** 26 + 1, "content");
  writeFileSync(from, content, { mode: 0o755 });
  const file = await stageFile({ from: Buffer.from(from), path: "a/model.bin", folder: join(folder, "context") });
  expect(file).toEqual({ path: "a/model.bin", mode: "100755", hash: contentHash(content) });
  const to = join(folder, "context/a/model.bin");
  expect({ same: readFileSync(to).equals(content), mode: statSync(to).mode & 0o777 }).toEqual({
    same: true,
    mode: 0o755,
  });
});
