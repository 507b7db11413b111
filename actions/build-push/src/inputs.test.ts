import { describe, expect, test } from "@jest/globals";
import { parseInputs } from "./inputs";

const parse = (inputs: Record<string, string>) => parseInputs((name) => inputs[name] ?? "");

test("no services given means all, an empty list means none", () => {
  expect(parse({}).services).toBeUndefined();
  expect(parse({ services: "[]" }).services).toEqual([]);
  expect(parse({ services: "api\nlanding" }).services).toEqual(["api", "landing"]);
});

test("a secret's file is made absolute, and its content is not read", () => {
  expect(parse({ secrets: "ca=package.json" }).options.secrets).toEqual({ ca: `${process.cwd()}/package.json` });
});

test.each(["Team/Shop", "team/shop:1", "team/", "team//shop", "ghcr.io/x/-y", "{name}", "team/{service}-"])(
  "the repository %s is refused: no registry has one of that name",
  (repository) => expect(() => parse({ repository })).toThrow(`- repository: want a repository's name in lower case`),
);

test.each(["cashsouk-{service}", "{service}", "team/a__b.c--d/{service}"])("the repository %s is fine", (repository) =>
  expect(parse({ repository }).options.repository).toBe(repository),
);

test.each(["ghcr.io/team/shop:1.2", "team/shop", "1.2,latest", "{sha}", "-1"])(
  "the tag %s is refused with the others",
  (tag) =>
    expect(() => parse({ tags: `v1-{commit}\n${tag}`, push: "maybe" })).toThrow(
      `Invalid inputs:
- tags: want a tag alone, beside \`registry\` and \`repository\` (v1, v1-{commit}), got "${tag}"
- push: want true or false, got "maybe"`,
    ),
);

test("a build argument's value may hold anything, and its name nothing that no Dockerfile can declare", () => {
  const given = 'URL=https://a.b/?c=d&e="f"\n EMPTY=\nhttp_proxy=http://p:1,2';
  expect(parse({ "build-args": given }).options.buildArgs).toEqual({
    URL: 'https://a.b/?c=d&e="f"',
    EMPTY: "",
    http_proxy: "http://p:1,2",
  });
  expect(parse({ "build-args": '{"KEY": "one\\ntwo"}' }).options.buildArgs).toEqual({ KEY: "one\ntwo" });
  const wrong = () => parse({ "build-args": "A=1\nB = 2\nhunter2/+==" });
  expect(wrong).toThrow(
    `- build-args: entry 2: want a name of letters, digits and "_" right before the "="
- build-args: entry 3: want a name`,
  );
  expect(wrong).not.toThrow("hunter2");
});

test("the environment's SOURCE_DATE_EPOCH is a build argument like others, so that the key covers it", () => {
  process.env["SOURCE_DATE_EPOCH"] = "0";
  try {
    const argsOf = (given: string) => parse({ "build-args": given }).options.buildArgs;
    expect(argsOf("A=1")).toEqual({ A: "1", SOURCE_DATE_EPOCH: "0" });
    expect(argsOf("SOURCE_DATE_EPOCH=1")).toEqual({ SOURCE_DATE_EPOCH: "1" });
  } finally {
    delete process.env["SOURCE_DATE_EPOCH"];
  }
});

test("a platform that is given twice is one", () => {
  expect(parse({ platforms: "linux/amd64,linux/amd64" }).options.wishes?.platforms).toEqual(["linux/amd64"]);
});

test("a secret's value that was given for its file is told to nobody", () => {
  expect(() => parse({ secrets: "token=hunter2" })).toThrow('- secrets: the file of "token" does not exist');
  expect(() => parse({ secrets: "token=hunter2" })).not.toThrow("hunter2");
});

test("what is left out is left to the builder; what is given is asked for", () => {
  expect(parse({}).options.wishes).toEqual({ platforms: [] });
  const asked = { cache: "inline", compression: "zstd", provenance: "mode=max", sbom: "true" };
  expect(parse({ ...asked, platforms: "linux/amd64, linux/arm64" }).options.wishes).toEqual({
    ...asked,
    platforms: ["linux/amd64", "linux/arm64"],
  });
});

describe("one image", () => {
  test("is built from a folder of the working directory, and called after its repository", () => {
    const given = { context: "site", file: "site/prod.Dockerfile", target: "run", repository: "team/site" };
    expect(parse({ ...given, "working-directory": "/w" })).toMatchObject({
      one: { name: "site", context: "/w/site", file: "/w/site/prod.Dockerfile", target: "run" },
      options: { repository: "team/site" },
    });
  });

  test("is built from the working directory where a Dockerfile or a target alone is named", () => {
    expect(parse({ target: "run", repository: "site" }).one).toEqual({
      name: "site",
      context: process.cwd(),
      target: "run",
    });
  });

  test.each([
    ["without a repository", { context: "." }, 'want the image\'s own repository beside `context`, got ""'],
    ["with {service}", { context: ".", repository: "x-{service}" }, 'beside `context`, got "x-{service}"'],
    [
      "beside services",
      { context: ".", repository: "x", services: "api" },
      "or `services` of a workspace: give either",
    ],
  ])("%s is refused", (_title, inputs, told) => expect(() => parse(inputs)).toThrow(told));
});

describe("a login", () => {
  test("is for a registry that is named", () => {
    const given = { registry: "ghcr.io", username: "me", password: "secret" };
    expect(parse(given).credentials).toEqual({ user: "me", password: "secret" });
    expect(() => parse({ ...given, registry: "" })).toThrow(
      "username: is for a `registry` other than the account's ECR",
    );
  });

  test("by half is refused, without telling the other half", () => {
    const half = () => parse({ registry: "ghcr.io", password: "secret" });
    expect(half).toThrow(/^Invalid inputs:\n- username: is missing beside `password`$/);
    expect(() => parse({ registry: "ghcr.io", username: "me" })).toThrow("password: is missing beside `username`");
  });
});

test("every wrong input is in one message", () => {
  const inputs = {
    secrets: "ca=/nowhere/ca.pem",
    parallel: "many",
    push: "no",
    reuse: "maybe",
    registry: "https://host/path",
    repository: "Cash Souk",
    "build-args": "RELEASE=1",
    labels: "org.cashsouk.key=1",
    platforms: "arm",
    cache: "gha",
    compression: "lz4",
    provenance: "maximal",
    sbom: "yes",
  };
  expect(() => parse(inputs)).toThrow(
    `Invalid inputs:
- registry: want a host, without a scheme or path, got "https://host/path"
- repository: want a repository's name in lower case, {service} for a service's (team/{service}), got "Cash Souk"
- build-args: RELEASE is set by this action: it is the content key
- labels: org.cashsouk.key is set by this action: it is the content key
- secrets: the file of "ca" does not exist (want its path; a secret's value is never given)
- push: want true or false, got "no"
- parallel: want a whole number from 1 to 16, got "many"
- reuse: want true or false, got "maybe"
- platforms: want os/architecture (linux/arm64), got "arm"
- cache: want one of registry, inline, none, got "gha"
- compression: want one of gzip, zstd, estargz, uncompressed, got "lz4"
- provenance: want true, false or BuildKit's options (mode=max), got "maximal"
- sbom: want true, false or BuildKit's options (mode=max), got "yes"`,
  );
});
