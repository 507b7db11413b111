import type { Script } from "@cashsouk/testing/aws-wire";
import { expect, test } from "@jest/globals";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { oneService } from "./testing/one-service";
import { runStep } from "./testing/run-step";

const digest = (letter: string) => `sha256:${letter.repeat(64)}`;
const release = (letter: string) => ({
  service: "web",
  commit: letter.repeat(40),
  dirty: false,
  key: letter.repeat(64),
  image: `registry.test/web@${digest(letter)}`,
  digest: digest(letter),
  revision: "web:1",
  releasedAt: "2026-11-22T00:00:00.000Z",
  run: `https://runs/${letter}`,
  seconds: 1,
});
const ledger: Script = {
  GetParameterHistory: () => ({
    Parameters: ["a", "b"].map((letter, index) => ({ Version: index + 1, Value: JSON.stringify(release(letter)) })),
  }),
  GetParametersByPath: () => ({ Parameters: [{ Name: "/released/web", Value: JSON.stringify(release("b")) }] }),
  PutParameter: () => ({}),
};
const running = (letter: string): Script => ({
  DescribeTaskDefinition: () => ({
    taskDefinition: {
      taskDefinitionArn: "arn:aws:ecs:ap-southeast-5:123456789012:task-definition/web:1",
      family: "web",
      revision: 1,
      status: "ACTIVE",
      containerDefinitions: [{ name: "app", image: release(letter).image, essential: true }],
    },
  }),
});
/** Of the two services of a manifest ECS has but one. */
const alone: Script = {
  DescribeServices: (call) => {
    const usual = oneService({ becomesSteady: true }).script["DescribeServices"];
    const isThere = (call.input as { services: string[] }).services.includes("web");
    return isThere && typeof usual === "function" ? usual(call) : { failures: [{ reason: "MISSING" }] };
  },
};
const way = { previousCommit: release("b").commit, commit: release("a").commit };
const before = { ledger: "/released", release: "previous" };

test("an earlier release is planned first, and goes as it was planned, under its own commit", async () => {
  const plan = await runStep({ ...ledger, ...running("b") }, { ...before, mode: "plan" });
  expect(plan).toMatchObject({ status: 0, outputs: { outcome: "planned", reason: "web would move" } });
  expect(JSON.parse(plan.outputs["deployments"] ?? "")).toMatchObject({ web: { outcome: "planned", ...way } });
  expect(plan.summary).toContain("| web | `bbbbbbbbbbbb`, released 2026-11-22 00:00 UTC | `aaaaaaaaaaaa`, released");
  expect(plan.summary).toContain("**The database stays as it is**");
  expect(plan.stdout).toContain("web would move\n");
  expect(plan.wire.actions().filter((action) => /Update|Register|Put/.test(action))).toEqual([]);

  const images = plan.outputs["images"] ?? "";
  requireBack(await runStep({ ...ledger, ...running("b") }, { ledger: "/released", images, "allow-older": "true" }));
});

test("a plan's images without names are all that goes: other services of the manifest are not even looked at", async () => {
  const folder = mkdtempSync(join(tmpdir(), "manifest-"));
  const manifest = join(folder, "services.json");
  const one = (name: string) => ({ name, package: name, dockerfile: "Dockerfile" });
  writeFileSync(manifest, JSON.stringify({ services: ["other", "web"].map(one) }));
  const all = { service: "", manifest, container: "app", ledger: "/released" };
  const { image, digest: of, key, commit } = release("a");
  const web = { image, digest: of, key, dirty: false, commit, since: "2026-11-22T00:00:00.000Z" };
  try {
    const images = JSON.stringify({ web });
    const { status, outputs, wire } = await runStep(
      { ...ledger, ...running("b") },
      { ...all, images, "allow-older": "true" },
    );
    expect([status, outputs["reason"]]).toEqual([0, "1 of 1 service moved"]);
    expect(wire.inputs("DescribeServices").flatMap(({ services }) => services as string[])).not.toContain("other");

    const plan = await runStep({ ...ledger, ...running("b"), ...alone }, { ...all, mode: "plan", release: "aaaaaaa" });
    expect([plan.status, plan.outputs["reason"]]).toEqual([0, "web would move; left as they are: other"]);
    expect(Object.keys(JSON.parse(plan.outputs["images"] ?? "{}") as object)).toEqual(["web"]);
    expect(plan.summary).toContain(
      "| other | unknown to the ledger | **stays as it is** | shop/other: ECS knows no such",
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("in one step it goes the same way", async () => {
  requireBack(await runStep({ ...ledger, ...running("b") }, before));
});

function requireBack({ status, stdout, outputs, wire }: Awaited<ReturnType<typeof runStep>>): void {
  expect(stdout.split("\n").slice(-2)).toEqual(["1 of 1 service moved", ""]);
  expect([status, outputs["outcome"]]).toEqual([0, "deployed"]);
  expect(JSON.parse(outputs["deployments"] ?? "")).toMatchObject({ web: way });
  const [entry] = wire.inputs("PutParameter") as { Value: string }[];
  const { commit, key, image } = release("a");
  expect(JSON.parse(entry?.Value ?? "{}")).toMatchObject({ service: "web", commit, key, image });
  expect(wire.inputs("RegisterTaskDefinition")).toMatchObject([{ containerDefinitions: [{ image }] }]);
}

test.each([
  [
    "a release that the ledger does not have",
    { release: "ccccccc" },
    "release: the ledger has no release ccccccc of web",
  ],
  ["no name of a release", { release: "v1" }, "release: want previous, a number of the ledger"],
  ["a ledger that nobody named", { ledger: "" }, "release: is looked up in the ledger"],
  ["an image beside it", { image: "registry.test/web:2" }, "release: goes without `images` and `image`"],
  ["a commit beside it", { commit: "c".repeat(40) }, "commit: goes without `release`"],
])("%s is refused before anything is asked of ECS", async (_, more, reason) => {
  const { status, outputs, wire } = await runStep(ledger, { ...before, ...more });
  expect([status, outputs["outcome"]]).toEqual([1, "failed"]);
  expect(outputs["reason"]).toContain(reason);
  expect(wire.actions()).not.toContain("DescribeServices");
});
