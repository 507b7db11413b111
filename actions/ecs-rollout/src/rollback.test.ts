import type { Script } from "@cashsouk/testing/aws-wire";
import { expect, test } from "@jest/globals";
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
const before = { ledger: "/released", release: "previous" };

test("an earlier release is planned first, and goes as it was planned, under its own commit", async () => {
  const plan = await runStep({ ...ledger, ...running("b") }, { ...before, mode: "plan" });
  expect(plan).toMatchObject({ status: 0, outputs: { outcome: "planned", reason: "web would move" } });
  expect(plan.summary).toContain("| web | `bbbbbbbbbbbb`, released 2026-11-22 00:00 UTC | `aaaaaaaaaaaa`, released");
  expect(plan.summary).toContain("**The database stays as it is**");
  expect(plan.wire.actions().filter((action) => /Update|Register|Put/.test(action))).toEqual([]);

  const images = plan.outputs["images"] ?? "";
  requireBack(await runStep({ ...ledger, ...running("b") }, { ledger: "/released", images, "allow-older": "true" }));
});

test("in one step it goes the same way", async () => {
  requireBack(await runStep({ ...ledger, ...running("b") }, before));
});

function requireBack({ status, outputs, wire }: Awaited<ReturnType<typeof runStep>>): void {
  expect([status, outputs["outcome"]]).toEqual([0, "deployed"]);
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
