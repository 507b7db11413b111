import { fault } from "@cashsouk/testing/aws-wire";
import { expect, test } from "@jest/globals";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runStep } from "./testing/run-step";

test("a step that could not begin has every output, and says that nothing was moved, and where to read on", async () => {
  const DescribeServices = () => fault("ClusterNotFoundException", "Cluster not found.");
  const { status, outputs, summary } = await runStep({ DescribeServices }, { image: "registry.test/web:2" });
  expect(status).toBe(1);
  expect(outputs).toEqual({
    outcome: "failed",
    deployments: "{}",
    images: "{}",
    reason: "shop/web: ClusterNotFoundException: Cluster not found; nothing was moved",
  });
  expect(summary).toContain("docs/runbooks/rollout-failed.md#failed");
});

test.each<[string, Record<string, string>, boolean]>([
  ["is warned of, in the summary too", { image: "" }, true],
  ["is right where the service is started anew", { image: "", "force-new-deployment": "true" }, false],
  ["is right where it is said that none was built", { image: "", images: "{}" }, false],
  ["is not one where it is given", { image: "registry.test/web:1" }, false],
])("a missing image of the one service %s", async (_, inputs, isWarned) => {
  const { status, stdout, summary } = await runStep({}, { mode: "plan", ...inputs });
  expect(status).toBe(0);
  expect(stdout.includes("::warning::image is empty: no image is given")).toBe(isWarned);
  expect(summary.includes("> ⚠️ `image` is empty: no image is given")).toBe(isWarned);
});

test("several services of one name in ECS are refused: the last one's image would run as all of them", async () => {
  const folder = mkdtempSync(join(tmpdir(), "services-"));
  const manifest = join(folder, "services.json");
  const services = ["web", "api"].map((name) => ({ name, package: name, dockerfile: "Dockerfile" }));
  writeFileSync(manifest, JSON.stringify({ services }));
  try {
    const given = { service: "", image: "", "service-name": "web", container: "app", manifest };
    const { status, outputs, wire } = await runStep({}, given);
    expect([status, wire.calls]).toEqual([1, []]);
    expect(outputs).toMatchObject({
      outcome: "failed",
      reason: "service-name: web, api would all be the service web in ECS; nothing was moved",
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test.each([
  ["without images are told of in the summary alone", "", true],
  ["of which is said that there are none are not told of", "{}", false],
])("several services %s: there may be nothing new", async (_, images, isTold) => {
  const folder = mkdtempSync(join(tmpdir(), "services-"));
  const manifest = join(folder, "services.json");
  writeFileSync(manifest, JSON.stringify({ services: [{ name: "web", package: "web", dockerfile: "Dockerfile" }] }));
  try {
    const given = { mode: "plan", service: "", container: "app", manifest, images };
    const { status, stdout, summary } = await runStep({}, given);
    expect([status, stdout]).toEqual([0, "nothing would move\n"]);
    const note = "> ⚠️ `images` is empty: no image is given, so that only what differs otherwise is moved.";
    expect(summary.includes(note)).toBe(isTold);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
