import { afterAll, describe, expect, test } from "@jest/globals";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseInputs } from "./inputs";
import { readServices } from "./services";

const parse = (given: Record<string, string>) => parseInputs((name) => given[name] ?? "");
const image = {
  image: "r@sha256:1",
  digest: "sha256:1",
  key: "k",
  dirty: false,
  tags: [],
  reused: false,
  bytes: 1,
  seconds: 1,
};
const images = JSON.stringify({ api: image });
const folder = mkdtempSync(join(tmpdir(), "cashsouk-rollout-"));
const manifest = join(folder, "services.json");
const listed = ["api", "landing"].map((name) => ({ name, package: `@x/${name}`, dockerfile: "Dockerfile" }));
writeFileSync(manifest, JSON.stringify({ services: listed }));
afterAll(() => rmSync(folder, { recursive: true }));

const defaultLedger = "/cashsouk/{environment}/released";
const digest = `sha256:${"a".repeat(64)}`;

describe("the ledger", () => {
  test.each<[string, Record<string, string>, string | undefined]>([
    ["is the environment's", { environment: "production", ledger: defaultLedger }, "/cashsouk/prod/released"],
    ["is the path that is given", { environment: "production", ledger: "/x/released" }, "/x/released"],
    ["is none without an environment", { ledger: defaultLedger }, undefined],
    ["is none where it is said to be empty", { environment: "production", ledger: "" }, undefined],
  ])("%s", (_title, given, ledger) => {
    expect(parse({ cluster: "c", ...given }).ledger).toBe(ledger);
  });
});

describe("one service without a manifest", () => {
  test("has its image by the service's name, and its only essential container", async () => {
    const inputs = parse({ cluster: "c", service: "shop-web", image: `r/shop@${digest}` });
    expect(inputs.images).toEqual(new Map([["shop-web", { image: `r/shop@${digest}`, digest }]]));
    expect(inputs).toMatchObject({ service: "shop-web", serviceName: "{service}", container: undefined });
    expect(await readServices(inputs)).toMatchObject([{ name: "shop-web" }]);
  });
  test.each<[string, Record<string, string>, string]>([
    ["image alone", { image: "r/shop:1" }, "image: goes with `service`"],
    [
      "others' images beside it",
      { service: "web", images: "api=r/api:1" },
      "images: want web's alone beside `service`",
    ],
    ["two images", { service: "web", image: "r/web:1", images: "web=r/web:2" }, "image: goes without `images`"],
    ["services beside it", { service: "web", services: "api" }, "services: goes without `service`"],
    ["an image that is none", { service: "web", image: "r/web 1" }, "image: want an image"],
    ["a name that is none", { service: "web/1" }, 'service: want a service\'s name in ECS, got "web/1"'],
  ])("%s is told", (_title, given, problem) => {
    expect(() => parse({ cluster: "c", ...given })).toThrow(problem);
  });
});

describe("images", () => {
  test.each<[string, string, unknown]>([
    ["are names in JSON", `{"api":"r/api@${digest}"}`, { image: `r/api@${digest}`, digest }],
    ["are names, one a line", `api=r/api@${digest}`, { image: `r/api@${digest}`, digest }],
    ["may have a tag", "api=r/api:7", { image: "r/api:7", digest: undefined }],
    ["are build-push's", images, image],
  ])("%s", (_title, given, wanted) => {
    expect(parse({ cluster: "c", images: given }).images.get("api")).toEqual(wanted);
  });
  test("without a digest can't be recorded, and that is told", () => {
    const given = { cluster: "c", images: "api=r/api:7", commit: "0".repeat(40), ledger: "/x" };
    expect(() => parse(given)).toThrow("images: want api's by its digest (repository@sha256:…)");
  });
});

describe("what is said service by service", () => {
  test("is read as JSON or one a line", () => {
    const given = { "health-url": '{"api":"https://a.test{health}"}', "version-url": "api=https://a.test/version" };
    const inputs = parse({
      cluster: "c",
      ...given,
      "expect-version": "api=ab",
      "environment-variables": "LEVEL=a=b",
      order: "api=2",
    });
    expect(inputs).toMatchObject({
      healthUrl: { api: "https://a.test{health}" },
      versionUrl: { api: "https://a.test/version" },
      expectVersion: { api: "ab" },
      environmentVariables: { LEVEL: "a=b" },
      order: { api: 2 },
    });
  });
  test.each<[string, Record<string, string>, string]>([
    ["an order that is no number", { order: "api=first" }, 'order: want a whole number for api, got "first"'],
    ["an address that is none", { "health-url": "api=ftp://a" }, "health-url: want an http or https address"],
    ["a variable that is none", { "environment-variables": "1A=b" }, "environment-variables: want a variable's name"],
    [
      "a key that nobody is asked for",
      { "expect-version": "api=ab" },
      "expect-version: wants an address of api in `version-url`",
    ],
    [
      "a key of which another service is asked",
      { "expect-version": "api=ab", "version-url": "web=https://a.test/version" },
      "expect-version: wants an address of api in `version-url`",
    ],
    ["no task at all", { "desired-count": "0" }, "desired-count: 0 leaves nothing to judge"],
  ])("%s is told", (_title, given, problem) => {
    expect(() => parse({ cluster: "c", ...given })).toThrow(problem);
  });
  test.each(["images", "order", "expect-version"])("%s for a service that nobody knows is told", async (input) => {
    const value = input === "images" ? "web=r/web:1" : "web=1";
    const inputs = parse({ cluster: "c", [input]: value, "version-url": "https://a.test/version", manifest });
    await expect(readServices(inputs)).rejects.toThrow(`${input}: want some of api, landing, got "web"`);
  });
});

describe("the manifest", () => {
  test("gives the services, those that are named and in the order that is given", async () => {
    const inputs = parse({ cluster: "c", manifest, services: "landing", order: "landing=7", images: "api=r/api:1" });
    expect(await readServices(inputs)).toMatchObject([{ name: "landing", order: 7 }]);
  });
  test("that is not there is told with the two ways out", async () => {
    await expect(readServices(parse({ cluster: "c", manifest: "none.json" }))).rejects.toEqual(
      expect.objectContaining({
        message: "manifest: there is no file none.json",
        hint: expect.stringContaining("`service` and `image`"),
      }),
    );
  });
});

test("a ledger without an environment is kept, and its images get no environment's tag", () => {
  expect(parse({ cluster: "c", environment: "production" }).environment).toBe("production");
  expect(parse({ cluster: "c", ledger: "/x/released" })).toMatchObject({
    environment: undefined,
    ledger: "/x/released",
  });
});

test("every problem is told in one message", () => {
  expect(() =>
    parse({
      environment: "test",
      "wait-for-minutes": "soon",
      images: "[]",
      "health-url": "api.example.com",
      commit: "main",
    }),
  ).toThrow(
    [
      "Invalid inputs:",
      "- cluster: is required",
      "- images: want service → image, or build-push's output `images` (service → image, digest, key…)",
      '- commit: want 40 or 64 hexadecimal digits, got "main"',
      '- environment: want one of local, staging, production, got "test"; for any other leave it out and give `ledger`, a path such as /shop/test/released',
      '- wait-for-minutes: want a whole number from 1 to 180, got "soon"',
      '- health-url: want an http or https address, got "api.example.com"',
    ].join("\n"),
  );
});

describe("a commit", () => {
  test("is needed where new images are to be recorded", () => {
    expect(() => parse({ cluster: "c", environment: "staging", ledger: defaultLedger, images })).toThrow(
      "commit: give the commit",
    );
  });
  test("goes with an image by its digest, by whichever input it was given", () => {
    const one = { cluster: "c", ledger: "/shop/released", commit: "a".repeat(40), service: "api" };
    expect(() => parse({ ...one, image: "r/api:1" })).toThrow("- image: want api's by its digest");
    expect(() => parse({ ...one, images: "api=r/api:1" })).toThrow("- images: want api's by its digest");
  });
  test("may be a SHA-256 repository's", () => {
    expect(parse({ cluster: "c", images, commit: "a".repeat(64) }).commit).toBe("a".repeat(64));
  });
  test("is not needed without a ledger", () => {
    expect(parse({ cluster: "c", images }).images.get("api")?.key).toBe("k");
  });
});
