import { cloneRepository, createGitRepository, type GitRepository } from "@cashsouk/testing/git-repository";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { execFileSync } from "node:child_process";
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { type FolderImage, readFolderImage } from "./folder-image";
import { withPreparedImage } from "./prepare-image";

let repository: GitRepository;
beforeEach(() => {
  repository = createGitRepository({
    ".gitignore": "dist\n",
    "site/Dockerfile": "FROM base:1\nCOPY . .\n",
    "site/.dockerignore": "# what no image needs\nnotes\n*.md\n!README.md\n**/*.log\nDockerfile\n",
    "site/index.html": "<p>1</p>\n",
    "site/README.md": "read me\n",
    "site/HISTORY.md": "history\n",
    "site/notes/todo.txt": "todo\n",
    "site/deep/down/a.log": "log\n",
    "site/deep/down/a.txt": "text\n",
    "other/file": "1\n",
  });
});
afterEach(() => repository.remove());

const given = {
  platforms: ["linux/amd64"],
  buildArgs: {},
  labels: {},
  making: {},
  digestOf: () => Promise.resolve(""),
};

async function prepare(folder = repository.folder, rest: Partial<FolderImage> = {}) {
  const at = (path: string) => join(folder, path);
  const { file } = rest;
  const one = { name: "site", context: at("site"), ...rest, ...(file ? { file: at(file) } : {}) };
  const source = await readFolderImage(one);
  return withPreparedImage(given, source, ({ key, dirty, files, dockerfile, context }) =>
    Promise.resolve({
      key,
      dirty,
      paths: files.map(({ path }) => path),
      folders: files.map(({ path }) => path).filter((path) => lstatSync(join(context, path)).isDirectory()),
      dockerfile: readFileSync(dockerfile.path),
      ignore: readFileSync(`${dockerfile.path}.dockerignore`, "utf8"),
    }),
  );
}

describe("an image of a folder", () => {
  test("gets what docker would take, and the Dockerfile though it is kept out of the context", async () => {
    const { paths, ignore } = await prepare();
    expect(paths).toEqual([".dockerignore", "README.md", "deep/down/a.txt", "index.html"]);
    // Or docker would leave things out once more, by a list that may be another.
    expect(ignore.startsWith("#")).toBe(true);
  });

  test("gets what git ignores: a build before this step made it", async () => {
    repository.write({ "site/dist/app.js": "1" });
    expect(await prepare()).toMatchObject({ dirty: false, paths: expect.arrayContaining(["dist/app.js"]) as unknown });
  });

  test("gets folders that hold nothing, or nothing that it is given, as docker would take them", async () => {
    for (const path of ["logs", "notes/empty", "deep/empty/in"])
      mkdirSync(join(repository.folder, "site", path), { recursive: true });
    repository.write({ "site/old/HISTORY.log": "1" });
    const { key, paths, folders } = await prepare();
    expect(folders).toEqual(["deep/empty/in", "logs", "old"]);
    expect(paths).toEqual(expect.arrayContaining(folders));
    rmdirSync(join(repository.folder, "site/logs"));
    expect((await prepare()).key).not.toBe(key);
  });

  test("does not get a socket", async () => {
    const socket = createServer();
    try {
      const before = await prepare();
      await new Promise<void>((resolve) => socket.listen(join(repository.folder, "site/socket"), resolve));
      expect(await prepare()).toEqual(before);
    } finally {
      await new Promise((resolve) => socket.close(resolve));
    }
  });

  test("of which a file is a pipe is an error that says so, and what to do", async () => {
    execFileSync("mkfifo", [join(repository.folder, "site/pipe")]);
    await expect(prepare()).rejects.toMatchObject({
      message: "pipe is a named pipe: it has no content that an image could hold",
      hint: "Remove it, or name it in .dockerignore.",
    });
    repository.write({ "site/.dockerignore": "pipe\n" });
    expect((await prepare()).paths).not.toContain("pipe");
  });

  test("is built by the Dockerfile's own bytes, and another one by others, though they are no text", async () => {
    const by = async (byte: number) => {
      const bytes = Buffer.concat([Buffer.from("FROM base:1\nRUN echo "), Buffer.from([byte, 10])]);
      writeFileSync(join(repository.folder, "site/Dockerfile"), bytes);
      const { key, dockerfile } = await prepare();
      expect(dockerfile).toEqual(bytes);
      return key;
    };
    expect(await by(0xe9)).not.toBe(await by(0xfc));
  });

  test("leaves out what the Dockerfile's own list says, which goes before the context's", async () => {
    repository.write({ "docker/site.Dockerfile": "FROM base:1\n", "docker/site.Dockerfile.dockerignore": "deep\n" });
    const { paths } = await prepare(undefined, { file: "docker/site.Dockerfile" });
    expect(paths).toEqual([".dockerignore", "Dockerfile", "HISTORY.md", "README.md", "index.html", "notes/todo.txt"]);
  });

  test("never gets .git", async () => {
    const source = await readFolderImage({
      name: "all",
      context: repository.folder,
      file: join(repository.folder, "site/Dockerfile"),
    });
    const paths = await withPreparedImage(given, source, ({ files }) => Promise.resolve(files.map(({ path }) => path)));
    expect(paths.filter((path) => path.startsWith(".git/"))).toEqual([]);
    expect(paths).toContain("other/file");
  });

  test.each([
    ["a file of the context", "site/index.html", true],
    ["a new file of the context", "site/new.html", true],
    ["the Dockerfile, though it is kept out of the context", "site/Dockerfile", true],
    ["a file that is kept out of the context", "site/HISTORY.md", false],
    ["a file outside the context", "other/file", false],
  ])("that differs from the commit in %s (%s): dirty is %s", async (_title, path, dirty) => {
    repository.write({ [path]: "FROM base:1\n# changed\n" });
    expect((await prepare()).dirty).toBe(dirty);
  });

  test.each<[string, string, string | null]>([
    ["the list beside it", "docker/Dockerfile.dockerignore", "deep\n"],
    ["the list beside it, which is gone", "docker/Dockerfile.dockerignore", null],
    ["itself", "docker/Dockerfile", "FROM base:2\n"],
  ])("whose Dockerfile outside the context differs in %s is dirty", async (_title, path, text) => {
    repository.commit({ "docker/Dockerfile": "FROM base:1\n", "docker/Dockerfile.dockerignore": "notes\n" });
    const file = { file: "docker/Dockerfile" };
    expect((await prepare(undefined, file)).dirty).toBe(false);
    repository.write({ [path]: text });
    expect((await prepare(undefined, file)).dirty).toBe(true);
  });

  test.each<[string, string, string]>([
    ["its Dockerfile", "site/Dockerfile", "../docker/site"],
    ["its list", "site/.dockerignore", "../docker/list"],
  ])("of which %s is a link is dirty where what that leads to differs", async (_title, path, target) => {
    const there = { "docker/site": "FROM base:1\n", "docker/list": "notes\n" };
    repository.commit({ ...there, [path]: null });
    symlinkSync(target, join(repository.folder, path));
    repository.commit();
    expect((await prepare()).dirty).toBe(false);
    repository.write({ "docker/site": "FROM base:2\n", "docker/list": "deep\n" });
    expect((await prepare()).dirty).toBe(true);
  });

  test.each(["--assume-unchanged", "--skip-worktree"])("is dirty by a file that git overlooks by %s", async (flag) => {
    repository.git("update-index", flag, "other/file");
    expect((await prepare()).dirty).toBe(false);
    repository.git("update-index", flag, "site/index.html");
    repository.write({ "site/index.html": "<p>2</p>\n" });
    expect((await prepare()).dirty).toBe(true);
  });

  test("whose folder is named by a link is that of where it leads", async () => {
    const { key, paths } = await prepare();
    symlinkSync("site", join(repository.folder, "current"));
    symlinkSync(".", join(repository.folder, "here"));
    const named = { context: join(repository.folder, "current"), file: "here/site/Dockerfile" };
    expect(await prepare(undefined, named)).toMatchObject({ key, paths, dirty: false });
  });

  test("whose list is kept out of the context and differs is dirty", async () => {
    repository.commit({ "site/.dockerignore": ".*\nnotes\n" });
    expect((await prepare()).dirty).toBe(false);
    repository.write({ "site/.dockerignore": ".*\n" });
    expect((await prepare()).dirty).toBe(true);
  });

  test("whose submodule differs is dirty, also where git is set to overlook it", async () => {
    const module = createGitRepository({ "in.txt": "1" });
    try {
      repository.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", module.folder, "site/vendor");
      repository.git("config", "diff.ignoreSubmodules", "all");
      repository.commit();
      expect((await prepare()).dirty).toBe(false);
      repository.write({ "site/vendor/in.txt": "2" });
      expect((await prepare()).dirty).toBe(true);
    } finally {
      module.remove();
    }
  });

  test("whose Dockerfile no repository has is dirty: an earlier step wrote it", async () => {
    const elsewhere = createGitRepository({ Dockerfile: "FROM base:1\n" });
    try {
      const context = join(repository.folder, "site");
      const source = await readFolderImage({ name: "x", context, file: join(elsewhere.folder, "Dockerfile") });
      expect(await source.isDirty({})).toBe(true);
    } finally {
      elsewhere.remove();
    }
  });

  test("without a Dockerfile is an error that names it", async () => {
    await expect(prepare(undefined, { file: "gone" })).rejects.toThrow(/^file: .*\/gone does not exist/);
  });
});

test("its base images are asked for, each for the platform that it is taken for", async () => {
  repository.write({ "site/Dockerfile": "FROM --platform=$BUILDPLATFORM go:1 AS x\nFROM base:1\nCOPY --from=x / /\n" });
  const asked: string[] = [];
  const digestOf = (image: string, platforms: ReadonlySet<string> = new Set()) => {
    asked.push(`${image} for ${[...platforms].join()}`);
    return Promise.resolve("");
  };
  const source = await readFolderImage({ name: "site", context: join(repository.folder, "site") });
  const cross = { ...given, platforms: ["linux/arm64"], builder: "linux/amd64", digestOf };
  await withPreparedImage(cross, source, () => Promise.resolve());
  expect(asked).toEqual(["base:1 for linux/arm64", "go:1 for linux/amd64"]);
});

describe("its key", () => {
  test.each<[string, Record<string, string | null>]>([
    ["a file's text", { "site/index.html": "<p>2</p>\n" }],
    ["a new file", { "site/new": "" }],
    ["a file that is gone", { "site/README.md": null }],
    ["the Dockerfile", { "site/Dockerfile": "FROM base:1\nCOPY . .\nRUN true\n" }],
    ["what is left out", { "site/.dockerignore": "*.md\nDockerfile\n" }],
  ])("changes with %s", async (_title, files) => {
    const { key } = await prepare();
    repository.write(files);
    expect((await prepare()).key).not.toBe(key);
  });

  test("changes with a mode and with the target", async () => {
    const { key } = await prepare();
    expect((await prepare(undefined, { target: "run" })).key).not.toBe(key);
    repository.mode("site/index.html", 0o755);
    expect((await prepare()).key).not.toBe(key);
  });

  test.each([
    ["a file that is left out", { "site/HISTORY.md": "2\n" }],
    ["a file in a folder that is left out", { "site/notes/more.txt": "2\n" }],
    ["a file outside the context", { "other/file": "2\n" }],
  ])("stays with %s", async (_title, files) => {
    const { key } = await prepare();
    repository.write(files);
    expect((await prepare()).key).toBe(key);
  });

  test("is the same in a clone at another path, with other times, permissions and order on disk", async () => {
    const clone = cloneRepository(repository.folder);
    try {
      const site = join(clone.folder, "site");
      for (const name of ["index.html", "README.md"]) {
        const file = join(site, name);
        const text = readFileSync(file);
        renameSync(file, `${file}.old`);
        writeFileSync(file, text);
        chmodSync(file, 0o600);
        utimesSync(file, 1, 1);
        clone.write({ [`site/${name}.old`]: null });
      }
      chmodSync(join(site, "deep"), 0o700);
      expect((await prepare(clone.folder)).key).toBe((await prepare()).key);
    } finally {
      clone.remove();
    }
  });
});
