import { describe, expect, test } from "@jest/globals";
import { requireDeployed } from "./report";
import { built, released, run, wire } from "./testing/rollout";

describe("what is refused before anything is moved", () => {
  test("a service that is not there", async () => {
    const script = { DescribeServices: () => ({ services: [], failures: [{ reason: "MISSING" }] }) };
    await expect(run({ script })).rejects.toThrow(
      "cashsouk-local/cashsouk-api: ECS knows no such service (MISSING); nothing was moved",
    );
    expect(wire?.actions()).not.toContain("UpdateService");
  });

  test("a commit older than the released one", async () => {
    await expect(run({ isAncestor: true, releases: [released("api")] })).rejects.toThrow(
      "commit: 111111111111 is older than what is released: api has 000000000000",
    );
  });

  test("an image of an older commit than the released one, whatever the rollout's own commit is", async () => {
    const [name, image] = built("api");
    const images = new Map([[name, { ...image, commit: "2".repeat(40) }]]);
    await expect(
      run({ isAncestor: true, releases: [released("api")], request: { images, commit: undefined } }),
    ).rejects.toThrow("commit: 222222222222 is older than what is released: api has 000000000000");
    expect(wire?.actions()).not.toContain("UpdateService");
  });

  test("a commit older than the released one, also where only the shape would move", async () => {
    const reshaped = { request: { images: new Map() }, reshaped: { api: { cpu: "512" } } };
    await expect(run({ ...reshaped, isAncestor: true, releases: [released("api")] })).rejects.toThrow(
      "commit: 111111111111 is older than what is released: api has 000000000000",
    );
    expect(wire?.actions()).not.toContain("UpdateService");
  });

  test("a service whose latest revision has no container of that name", async () => {
    const reshaped = { api: { containerDefinitions: [{ name: "web", image: "repo/web@sha256:old" }] } };
    await expect(run({ reshaped })).rejects.toThrow(
      "cashsouk-local/cashsouk-api: container in the latest revision, cashsouk-api:2: " +
        'cashsouk-api has the containers web, got "api"',
    );
    expect(wire?.actions()).not.toContain("UpdateService");
  });

  test("a commit of which git can't tell whether it is older, with the ways out", async () => {
    await expect(run({ isAncestor: undefined, releases: [released("api")] })).rejects.toMatchObject({
      code: "unknown-order",
      message: expect.stringContaining("can't be told, since git does not know both: api has 000000000000"),
      hint: expect.stringMatching(/fetch-depth: 0.*allow-older: true/),
    });
    expect(wire?.actions()).not.toContain("UpdateService");
  });

  test.each([true, undefined])("not where allow-older says so (older: %p)", async (isAncestor) => {
    const { api } = await run({ isAncestor, releases: [released("api")], request: { allowOlder: true } });
    expect(api?.outcome).toBe("deployed");
  });

  test("no task desired is idle: red, unless zero is allowed", async () => {
    const { result, api } = await run({ desired: { api: 0 } });
    expect(api).toMatchObject({ outcome: "idle", moved: false });
    expect(() => requireDeployed(result, false)).toThrow("no task is desired");
    await wire?.close();
    const allowed = await run({
      desired: { api: 0 },
      request: { allowZero: true, healthUrl: undefined, versionUrl: undefined },
    });
    expect(allowed.api).toMatchObject({ outcome: "idle", moved: true });
    expect(() => requireDeployed(allowed.result, true)).not.toThrow();
    // What never ran is no release.
    expect(allowed.recorded).toEqual([]);
  });
});
