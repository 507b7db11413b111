import { SSM } from "@aws-sdk/client-ssm";
import { expect, test } from "@jest/globals";
import { startAwsWire } from "@cashsouk/testing/aws-wire";
import { readReleases } from ".";

const entry = (service: string) => ({
  service,
  commit: "a".repeat(40),
  dirty: false,
  key: "k",
  image: "host/shop@sha256:1",
  digest: "sha256:1",
  revision: "shop:1",
  releasedAt: "2026-11-22T00:00:00Z",
  run: "by hand",
  seconds: 1,
});

test("the ledger is read to its last page", async () => {
  const page = (service: string) => ({
    Parameters: [{ Name: `/shop/released/${service}`, Value: JSON.stringify(entry(service)) }],
  });
  const wire = await startAwsWire({ GetParametersByPath: [{ ...page("api"), NextToken: "more" }, page("web")] });
  const releases = await readReleases(new SSM(wire.config), "/shop/released");
  await wire.close();
  expect([...releases.keys()]).toEqual(["api", "web"]);
  expect(wire.inputs("GetParametersByPath")).toEqual([
    { Path: "/shop/released" },
    { Path: "/shop/released", NextToken: "more" },
  ]);
});

test.each([
  ["no JSON", "{", "wrong or missing: the whole value"],
  ["a list of build arguments", JSON.stringify({ ...entry("api"), buildArgs: ["A"] }), "wrong or missing: buildArgs"],
  ["a field that is missing", JSON.stringify({ ...entry("api"), commit: undefined }), "wrong or missing: commit"],
])("an entry with %s is an error that names it, never an absence", async (_, Value, problem) => {
  const wire = await startAwsWire({ GetParametersByPath: [{ Parameters: [{ Name: "/shop/released/api", Value }] }] });
  await expect(readReleases(new SSM(wire.config), "/shop/released")).rejects.toMatchObject({
    code: "ledger-unreadable",
    message: `/shop/released/api is not a release: ${problem}`,
  });
  await wire.close();
});
