import { describe, expect, test } from "@jest/globals";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { stackSummary } from "./summary";
import { changed, changeSetId, deployed, folder, lines, ofStack, page, run, stack, wire } from "./testing/shop-stack";

const templateOf = (written: string) => `Parameters:
  Environment: { Type: String }
  ApiImage: { Type: String }
  Version:
    Type: String
    Default: ${written}
Resources:
  Task: { Type: "AWS::ECS::TaskDefinition" }
`;
const task = { LogicalResourceId: "Task", ResourceType: "AWS::ECS::TaskDefinition", Action: "Modify" };
/** A stack of which nothing but the image differs, if the default is what it has. */
const script = (text: string, present: string) => {
  writeFileSync(join(folder, "root.yaml"), text);
  const Parameters = [...deployed.Parameters, { ParameterKey: "Version", ParameterValue: present }];
  return {
    DescribeStacks: [stack("UPDATE_COMPLETE", { ...deployed, Parameters })],
    GetTemplate: [{ TemplateBody: text }],
    DescribeChangeSet: changed(task),
    DescribeStackEvents: [page(), page(ofStack("UPDATE_COMPLETE"))],
  };
};
const StatusReason = "The submitted information didn't contain changes.";
const nothing = [{ ChangeSetId: changeSetId, Status: "FAILED", StatusReason }];
const onlyImages = "only images differ (ApiImage), and moving those is the rollout's part";

describe("a default that the stack has, and an image that differs:", () => {
  test.each([
    ...["'8.0'", "8.0", "1.10", "1e3", "0x10", "012345678901", "123456789012345678901", "true", "2026-01-01"],
    ...["80", "some words", "!!str 1.10", "''"],
  ])("the image does not go by CloudFormation, since it is the same as written: %s", async (written) => {
    const present = written.replace(/^!!str |'/g, "").replace(/'$/, "");
    const result = await run(script(templateOf(written), present));
    expect(result.outcome).toEqual({ kind: "unchanged", why: onlyImages });
    expect(wire.actions()).not.toContain("CreateChangeSet");
  });

  test.each([
    ["yes", "true"],
    ["1.10", "1.1"],
    ["0x10", "16"],
    ["012345678901", "1.2345678901E10"],
    ["123456789012345678901", "1.2345678901234568E20"],
    ["2026-01-01", "2026-01-01T00:00:00Z"],
    ["~", ""],
    ["null", ""],
    ["", "null"],
    ["[a, b]", "a,b"],
  ])("CloudFormation is asked whether %s is %s, the image aside", async (written, present) => {
    const result = await run({ ...script(templateOf(written), present), DescribeChangeSet: nothing });
    expect(result.outcome).toEqual({ kind: "unchanged", why: onlyImages });
    expect(lines).toContain("shop: only CloudFormation can tell what became of the default of Version");
    const Parameters = expect.arrayContaining([{ ParameterKey: "ApiImage", UsePreviousValue: "true" }]) as unknown;
    expect(wire.inputs("CreateChangeSet")).toMatchObject([{ Parameters }]);
    expect(wire.actions()).not.toContain("ExecuteChangeSet");
  });
});

test("a default that CloudFormation finds to be another is taken, and told as it is written", async () => {
  const result = await run(script(templateOf("8.0"), "7.5"));
  expect(result.outcome.kind).toBe("updated");
  const after = `what CloudFormation reads in "8.0" (the template's default: nobody gives it)`;
  expect(stackSummary(result)).toContain(`| Version | 7.5 | ${after} |`);
  expect(lines).toContain(`shop: parameter Version: 7.5 → ${after}`);
});

test("a default that reads the same everywhere, and is another than the stack's, is a change", async () => {
  const result = await run(script(templateOf("'8.0'"), "7.5"));
  expect(result.outcome.kind).toBe("updated");
  expect(wire.inputs("CreateChangeSet")).toHaveLength(1);
  expect(stackSummary(result)).toContain("| Version | 7.5 | 8.0 (the template's default: nobody gives it) |");
});
