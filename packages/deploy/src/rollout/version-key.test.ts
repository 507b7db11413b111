import { describe, expect, test } from "@jest/globals";
import { service } from "../manifest/testing/service";
import { built, key, released, run, wire } from "./testing/rollout";
import { imageOf } from "./testing/scripted-cluster";

const services = [service("api"), service("web")];
const byName = new Map([["api", { image: imageOf("api", "new"), digest: "sha256:new" }]]);
const alone = { images: byName, ledger: undefined };

describe("a version-url", () => {
  test("of services of which no key is known is refused before anything is moved, with the ways out", async () => {
    await expect(run({ services, request: alone })).rejects.toMatchObject({
      code: "no-key",
      message:
        "version-url: wants the key that it must answer, and neither expect-version nor images nor the ledger has one of " +
        `api (${imageOf("api", "new")}), web (${imageOf("web", "old")}); nothing was moved`,
      hint: expect.stringMatching(/Give it in expect-version.*health-url alone/),
    });
    expect(wire?.actions()).not.toContain("UpdateService");
  });

  test.each([
    ["expect-version's", { ...alone, expectVersion: { api: key } }, {}],
    ["build-push's", { ...alone, images: new Map([built("api")]) }, {}],
    ["the ledger's", { images: new Map() }, { releases: [{ ...released("api"), key }] }],
  ])("is held against %s key", async (_title, request, more) => {
    expect((await run({ request, ...more })).api?.outcome).toBe("deployed");
    await wire?.close();
    const other = await run({ request, ...more, get: () => ({ status: 200, body: '{"key":"another"}' }) });
    expect(other.api).toMatchObject({ outcome: "failed", reason: expect.stringContaining("answers key another") });
  });

  test.each([
    ["of another service", { ...alone, versionUrl: { web: "https://web.example.test/version" } }, {}],
    ["of a service that is to have no task", { ...alone, allowZero: true }, { desired: { api: 0 } }],
  ])("%s is no reason to refuse", async (_title, request, more) => {
    expect((await run({ request, ...more })).api?.outcome).toMatch(/deployed|idle/);
  });

  test("that expect-version's key was held against is recorded with it, so that the next rollout has one", async () => {
    const first = await run({ request: { images: byName, expectVersion: { api: key } } });
    expect(first.recorded).toMatchObject([{ service: "api", key }]);
    const next = await run({ request: { images: new Map() }, releases: first.recorded, running: { api: "new" } });
    expect(next.api?.outcome).toBe("deployed");
  });
});
