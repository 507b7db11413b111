import { afterEach, expect, test } from "@jest/globals";
import { createGitRepository, type GitRepository } from "@cashsouk/testing/git-repository";
import { openRepository } from "../git";
import { withPreparedImage } from "./prepare-image";
import { readSource } from "./source";
import { workspaceImages } from "./workspace-images";

const made: GitRepository[] = [];
afterEach(() => made.splice(0).forEach((repository) => repository.remove()));

const json = (fields: object) => JSON.stringify(fields);
const before = {
  "package.json": json({ private: true, workspaces: ["apps/*", "packages/*"] }),
  "apps/api/package.json": json({ name: "api" }),
  "packages/other/package.json": json({ name: "other" }),
  "packages/other/index.js": "1",
  "conf/a.json": "1",
  "conf/b.json": "1",
  "shared/Dockerfile": "FROM base:1\nCOPY . .\n",
};

/** The files beside the package's own, and the key. */
async function prepared({ folder }: GitRepository, buildArgs: Record<string, string> = {}, builder = "linux/amd64") {
  const [api] = workspaceImages(await readSource(openRepository(folder)));
  const preparation = { platforms: ["linux/amd64"], builder, buildArgs, labels: {}, making: {} };
  const digestOf = (reference: string) => Promise.resolve(`digest of ${reference}`);
  return withPreparedImage({ ...preparation, digestOf }, api!, ({ files, key, baseImages }) => {
    const paths = files.map(({ path }) => path).filter((path) => !/package\.json$/.test(path));
    return Promise.resolve({ files: paths, key, images: [...baseImages.keys()] });
  });
}

test.each<[string, string, Record<string, string>, Record<string, string>, string[], string]>([
  ["what is copied as a folder's contents", "COPY conf/. /c", {}, {}, ["conf/a.json", "conf/b.json"], "conf/a.json"],
  ["what a build argument names", "ARG S\nCOPY conf/$S.json /c", { S: "a" }, {}, ["conf/a.json"], "conf/a.json"],
  ["whatever a variable may name", "COPY conf/$S.json /c", {}, {}, ["conf/a.json", "conf/b.json"], "conf/b.json"],
  ["a package that it names", "COPY packages/other /o", {}, {}, ["packages/other/index.js"], "packages/other/index.js"],
  [
    "what a link leads to",
    "COPY . .",
    {},
    { "apps/api/c": "../../conf/a.json" },
    ["apps/api/c", "conf/a.json"],
    "conf/a.json",
  ],
  [
    "what a link leads to through another one, and that one",
    "COPY . .",
    {},
    { current: "conf", "apps/api/c": "../../current/a.json" },
    ["apps/api/c", "conf/a.json", "current"],
    "conf/a.json",
  ],
  [
    "the package that a link leads into, to what its build leaves there",
    "COPY . .",
    {},
    { "apps/api/c": "../../packages/other/dist" },
    ["apps/api/c", "packages/other/index.js"],
    "packages/other/index.js",
  ],
])("an image's build is given %s, and its key covers it", async (_, text, buildArgs, links, wanted, changed) => {
  const repository = createGitRepository({ ...before, "apps/api/Dockerfile": `FROM base:1\n${text}\n` });
  made.push(repository);
  for (const [path, target] of Object.entries(links)) repository.link(path, target);
  const { files, key } = await prepared(repository, buildArgs);
  expect(files).toEqual(expect.arrayContaining(wanted));
  expect(files).toHaveLength(wanted.length + 1);
  repository.write({ [changed]: "2" });
  expect((await prepared(repository, buildArgs)).key).not.toBe(key);
});

test("a Dockerfile that is a link is read where it leads", async () => {
  const repository = createGitRepository(before);
  made.push(repository);
  repository.link("apps/api/Dockerfile", "../../shared/Dockerfile");
  const { files, key, images } = await prepared(repository);
  expect([files, images]).toEqual([["apps/api/Dockerfile", "shared/Dockerfile"], ["base:1"]]);
  repository.write({ "shared/Dockerfile": "FROM base:1\nCOPY . /app\n" });
  expect((await prepared(repository)).key).not.toBe(key);
});

test.each([
  ["asks for it", "ARG BUILDPLATFORM\nRUN make-$BUILDPLATFORM", true],
  ["asks for a part of it, with a default", "ARG A=1 BUILDARCH=amd64\nRUN make-$BUILDARCH", true],
  ["only runs a stage on it", "FROM --platform=$BUILDPLATFORM base:1 AS tools", false],
  ["asks for what is called alike", "ARG BUILDARCHIVE", false],
])(
  "what builds for another platform than its own is part of the key where the Dockerfile %s",
  async (_, text, isPart) => {
    const repository = createGitRepository({ ...before, "apps/api/Dockerfile": `FROM base:1\n${text}\n` });
    made.push(repository);
    const [own, arm, riscv] = await Promise.all(
      ["linux/amd64", "linux/arm64", "linux/riscv64"].map(
        async (builder) => (await prepared(repository, {}, builder)).key,
      ),
    );
    expect([own === arm, arm === riscv]).toEqual([!isPart, !isPart]);
  },
);
