import { createGitRepository, type GitRepository } from "@cashsouk/testing/git-repository";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { type Docker, withDocker } from "./docker";
import { readFolderImage } from "./folder-image";
import { withPreparedImage } from "./prepare-image";

/** With a real engine: what it takes from a folder by itself, and what it gets from us, is the same. */
const base = process.env["TEST_BASE_IMAGE"] ?? "cashsouk-node:24";
const files = [
  "a.txt",
  "a.md",
  "README.md",
  "docs/a.md",
  "docs/keep/a.txt",
  "b/node_modules/x.js",
  "b/c/d.log",
  "é ü.txt",
  "Docs/a.txt",
];
let repository: GitRepository;

beforeAll(() => {
  repository = createGitRepository(Object.fromEntries(files.map((path) => [path, path])));
  for (const path of ["empty/in", "docs/keep/empty", "b/empty"])
    mkdirSync(join(repository.folder, path), { recursive: true });
});
afterAll(() => repository.remove());

async function listed(docker: Docker, context: string, dockerfile: string): Promise<string[]> {
  const name = `cashsouk-test-folder:${process.pid}`;
  const ways = docker.builder.kind === "buildx" ? ["buildx", "build", "--load"] : ["build"];
  const run = async (args: string[]) => {
    const { code, stdout, stderr } = await docker.run(args, { limitMs: 120_000 });
    if (code !== 0) throw new Error(`docker ${args.join(" ")}: ${stderr}`);
    return stdout.toString();
  };
  await run([...ways, "--tag", name, "--file", dockerfile, context]);
  try {
    const found = await run(["run", "--rm", "--workdir", "/in", name, "find", ".", "-type", "f", "-o", "-empty"]);
    return found.trim().split("\n").sort();
  } finally {
    await run(["rmi", name]);
  }
}

test.each([
  ["nothing", ""],
  ["a pattern at the root alone", "*.md\n"],
  ["a pattern at any depth", "**/*.md\n**/node_modules\n"],
  ["a folder but for something in it", "docs\n!docs/keep\n"],
  ["everything but a few", "*\n!a.txt\n!b/c\n"],
  ["an exception that is taken back", "*.md\n!README.md\nREADME.*\n"],
  ["a rooted pattern, a folder with a slash, comments and spaces", "# b\n/b/node_modules/\n  a.txt  \n"],
  ["all that is in some folders", "b/c/*\ndocs/**\n**/*.js\n"],
  ["what leaves folders empty, but for an exception", "**/*.log\nempty\n!empty/in\nb/empty/\n"],
  ["no name in other capitals", "readme*\ndocs\nA.MD\n"],
  ["the Dockerfile and the list themselves", "Dockerfile\n.dockerignore\n"],
])("leaving out %s", async (_title, ignore) => {
  repository.write({ ".dockerignore": ignore, Dockerfile: `FROM ${base}\nCOPY . /in\n` });
  await withDocker({}, async (docker) => {
    const direct = await listed(docker, repository.folder, join(repository.folder, "Dockerfile"));
    const source = await readFolderImage({ name: "x", context: repository.folder });
    const given = {
      platforms: [docker.platform],
      buildArgs: {},
      labels: {},
      making: {},
      digestOf: () => Promise.resolve(""),
    };
    const ours = await withPreparedImage(given, source, ({ context, dockerfile }) =>
      listed(docker, context, dockerfile.path),
    );
    expect(ours).toEqual(direct.filter((path) => !path.startsWith("./.git/")));
  });
});
