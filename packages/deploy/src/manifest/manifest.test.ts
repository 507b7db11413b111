import { expect, test } from "@jest/globals";
import { parseManifest, pickServices } from ".";

const api = { name: "api", package: "@shop/api", dockerfile: "apps/api/Dockerfile" };
const parse = (...services: object[]) => parseManifest(JSON.stringify({ services }));
const wrong = (...problems: string[]) =>
  `services.json is not a manifest:\n${problems.map((text) => `- ${text}`).join("\n")}`;

test("a service needs its name, package and Dockerfile; the rest has a default", () => {
  expect(parse(api)).toEqual({
    services: [{ ...api, paths: [], subdomain: "", port: 3000, health: "/", order: 1, migrates: false, buildArgs: {} }],
    global: [],
  });
});

test("what is given is kept", () => {
  const whole = {
    ...api,
    paths: ["docker/x"],
    subdomain: "api",
    port: 65535,
    devPort: 1,
    health: "/healthz",
    order: 2,
    migrates: true,
    buildArgs: { A: "b" },
  };
  expect(parseManifest(JSON.stringify({ services: [whole], global: ["package.json"] }))).toEqual({
    services: [whole],
    global: ["package.json"],
  });
});

test("a Dockerfile's path is the same with and without its leading ./", () => {
  const dockerfiles = ["./Dockerfile", "././Dockerfile", "apps/./Dockerfile"];
  const manifest = parse(...dockerfiles.map((dockerfile, at) => ({ ...api, name: `s${at}`, dockerfile })));
  expect(manifest.services.map(({ dockerfile }) => dockerfile)).toEqual([
    "Dockerfile",
    "Dockerfile",
    "apps/./Dockerfile",
  ]);
});

test.each([
  ["apps/api", "apps/api"],
  ["./apps/api", "apps/api"],
  ["././apps/api", "apps/api"],
  ["apps/./api", "apps/./api"],
  ["apps/api/", "apps/api"],
  ["./apps/api//", "apps/api"],
  [".", "."],
  ["./", "."],
])("the package %s is known as %s", (said, known) => {
  expect(parse({ ...api, package: said }).services[0]!.package).toBe(known);
});

test("fields beside services and global are told with those that they are near to", () => {
  const text = JSON.stringify({ services: [api], globals: [], service: [] });
  expect(() => parseManifest(text)).toThrow(
    wrong(
      "globals: is no field of a manifest; did you mean global?\n- service: is no field of a manifest; did you mean services?",
    ),
  );
});

test.each<[string, object, string]>([
  ["a name with a capital", { name: "Api" }, "services.Api.name: want lower-case letters, digits and hyphens"],
  [
    "a name that begins with a digit",
    { name: "1api" },
    "services.1api.name: want lower-case letters, digits and hyphens",
  ],
  [
    "a name that ends with a blank",
    { name: "api " },
    "services.api .name: want lower-case letters, digits and hyphens",
  ],
  [
    "an absolute Dockerfile",
    { dockerfile: "/Dockerfile" },
    "services.api.dockerfile: want a path relative to the repository's root, without ..",
  ],
  [
    "an empty Dockerfile",
    { dockerfile: "" },
    "services.api.dockerfile: want a path relative to the repository's root, without ..",
  ],
  [
    "a path with a line break",
    { dockerfile: "a\nDockerfile" },
    "services.api.dockerfile: want a path relative to the repository's root, without ..",
  ],
  [
    "a path that leaves its folder",
    { dockerfile: "docker/../api.Dockerfile" },
    "services.api.dockerfile: want a path relative to the repository's root, without ..",
  ],
  [
    "a path that begins outside",
    { dockerfile: "../Dockerfile" },
    "services.api.dockerfile: want a path relative to the repository's root, without ..",
  ],
  [
    "a path that ends outside",
    { dockerfile: "docker/.." },
    "services.api.dockerfile: want a path relative to the repository's root, without ..",
  ],
  [
    "an absolute path",
    { paths: ["a", "/b"] },
    "services.api.paths.1: want a path relative to the repository's root, without ..",
  ],
  ["an empty package", { package: "" }, "services.api.package: want a package's name or folder, got nothing"],
  ["a path for a list of paths", { paths: "a" }, 'services.api.paths: want a list, got "a"'],
  ["a number for a text", { subdomain: 1 }, "services.api.subdomain: want text, got 1"],
  ["a text for a number", { port: "80" }, 'services.api.port: want a number, got "80"'],
  ["a port of nothing", { port: 0 }, "services.api.port: want a port from 1 to 65535, got 0"],
  ["a port beyond the last", { port: 65536 }, "services.api.port: want a port from 1 to 65535, got 65536"],
  ["half a port", { port: 80.5 }, "services.api.port: want a whole number, got 80.5"],
  ["a number for a switch", { migrates: 1 }, "services.api.migrates: want true or false, got 1"],
  ["a development port of nothing", { devPort: 0 }, "services.api.devPort: "],
  ["a development port beyond the last", { devPort: 65536 }, "services.api.devPort: "],
  [
    "a health path without its slash",
    { health: "api/health" },
    'services.api.health: want a path that starts with /, got "api/health"',
  ],
  ["half an order", { order: 1.5 }, "services.api.order: "],
  ["a build argument that is no text", { buildArgs: { A: 1 } }, "services.api.buildArgs.A: want text, got 1"],
  ["one that is called name", { buildArgs: { name: 1 } }, "services.api.buildArgs.name: want text, got 1"],
  ["a list of build arguments", { buildArgs: ["A"] }, "services.api.buildArgs: want an object, got Array"],
  [
    "a field that is none",
    { dockerFile: "x" },
    "services.api.dockerFile: is no field of a manifest; did you mean dockerfile?",
  ],
])("%s is named with its place", (_, more, problem) => {
  expect(() => parse({ ...api, ...more })).toThrow(wrong(problem));
});

test("a short name and one with hyphens and digits will do", () => {
  expect(parse({ ...api, name: "a" }, { ...api, name: "api-2-x" }).services).toHaveLength(2);
});

test("every problem is in one message", () => {
  const message = wrong(
    "services.A.name: want lower-case letters, digits and hyphens",
    "services.A.dockerfile: want a path relative to the repository's root, without ..",
    "services.A.ports: is no field of a manifest; did you mean port?",
    "services.A.replicas: is no field of a manifest",
    "services.1.name: is missing",
  );
  expect(() =>
    parse({ ...api, name: "A", dockerfile: "/", ports: [], replicas: 2 }, { ...api, name: undefined }),
  ).toThrow(expect.objectContaining({ code: "invalid-manifest", message }));
});

test.each([
  [
    "no service",
    '{"services":[]}',
    "services.json is not a manifest:\n- services: want at least one service, got none",
  ],
  ["no object", "[]", "services.json is not a manifest:\n- (top): want an object, got Array"],
  ["a service that is none", '{"services":[null]}', "- services.0: want an object, got null"],
  ["a field beside services and global", '{"services":[],"x":1}', "services.json is not a manifest:\n- services: "],
  ["an absolute global path", JSON.stringify({ services: [api], global: ["/x"] }), "- global.0: want a path"],
  ["no JSON", "{", "services.json is not JSON: "],
  ["no JSON of several lines", '{\n  "services": [,]\n}', /^services\.json is not JSON: [^\n]+$/],
])("%s is no manifest", (_, text, message) => {
  expect(() => parseManifest(text)).toThrow(message);
  expect(() => parseManifest(text)).toThrow(expect.objectContaining({ code: "invalid-manifest" }));
});

test("what the parser said of the JSON travels as the cause, and the file is named", () => {
  expect(() => parseManifest("{", "shop.json")).toThrow(expect.objectContaining({ cause: expect.any(SyntaxError) }));
  expect(() => parseManifest("{", "shop.json")).toThrow("shop.json is not JSON: ");
});

test("one name stands for one service", () => {
  expect(() => parse(api, { ...api, name: "web" }, api)).toThrow(
    expect.objectContaining({ code: "invalid-manifest", message: 'services.json lists the service "api" twice' }),
  );
});

test("picked services come in the manifest's order, and an unknown one is told with the known ones", () => {
  const manifest = parse(api, { ...api, name: "web" }, { ...api, name: "admin" });
  expect(pickServices(manifest, ["admin", "api"]).map(({ name }) => name)).toEqual(["api", "admin"]);
  expect(() => pickServices(manifest, ["x", "api", "y"])).toThrow(
    expect.objectContaining({ code: "unknown-service", message: 'services: want some of api, web, admin, got "x, y"' }),
  );
});
