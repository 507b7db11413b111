import { expect, test } from "@jest/globals";
import { discoverManifest } from ".";

const packages = [{ name: "@x/api", folder: "apps/api" }];

test.each([
  ["Dockerfile", ["apps/api/Containerfile", "apps/api/Dockerfile"], "apps/api/Dockerfile"],
  ["dockerfile", ["apps/api/dockerfile"], "apps/api/dockerfile"],
  ["Containerfile, as Podman calls it", ["apps/api/Containerfile"], "apps/api/Containerfile"],
])("a package is a service by its %s", (_, paths, dockerfile) => {
  expect(discoverManifest(packages, paths).services).toMatchObject([{ name: "api", dockerfile }]);
});

test("and by no file of another name", () => {
  expect(() => discoverManifest(packages, ["apps/api/Dockerfile.prod"])).toThrow(
    "no workspace package has a Dockerfile",
  );
});
