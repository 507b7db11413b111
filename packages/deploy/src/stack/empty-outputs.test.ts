import { fault } from "@cashsouk/testing/aws-wire";
import { describe, expect, test } from "@jest/globals";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { changeSetId, deployed, folder, lines, run, stack, template, wire } from "./testing/shop-stack";

const host = "Outputs:\n  Host: { Value: !Ref Database }\n";
const StatusReason =
  "The submitted information didn't contain changes. Submit different information to create a change set.";
/** CloudFormation calls the change set empty, whatever became of the outputs. */
const change = (before: string, after: string, more: object = {}) => {
  writeFileSync(join(folder, "root.yaml"), template + after);
  return {
    DescribeStacks: [
      stack("UPDATE_COMPLETE", { ...deployed, Outputs: before ? [{ OutputKey: "Host", OutputValue: "h" }] : [] }),
    ],
    GetTemplate: [{ TemplateBody: template + before }],
    DescribeChangeSet: [{ ChangeSetId: changeSetId, Status: "FAILED", StatusReason }],
    ...more,
  };
};

describe("a change of outputs that CloudFormation calls empty is never green silence:", () => {
  test.each(["apply", "plan"] as const)("an output that disappears is refused (%s)", async (mode) => {
    await expect(run(change(host, ""), { mode, review: mode === "plan" })).rejects.toMatchObject({
      code: "stateful-change",
      message: "shop: refused, since something would be lost: Outputs.Host would disappear, whoever reads it",
    });
    expect(wire.actions()).not.toContain("ExecuteChangeSet");
  });

  test("one that is imported names its importers", async () => {
    const Outputs = [{ OutputKey: "Host", OutputValue: "h", ExportName: "shop-host" }];
    const DescribeStacks = [stack("UPDATE_COMPLETE", { ...deployed, Outputs })];
    const script = change(host, "", { DescribeStacks, ListImports: [{ Imports: ["billing"] }] });
    await expect(run(script, { allowRemoval: ["Outputs.Host"] })).rejects.toThrow(
      "Outputs.Host would disappear, and billing import it as shop-host",
    );
    const free = { ...script, ListImports: [fault("ValidationError", "is not imported by any stack.")] };
    await expect(run(free)).rejects.toThrow("Outputs.Host would disappear, whoever reads it");
  });

  test("one that may go and stays", async () => {
    await expect(run(change(host, ""), { allowRemoval: ["Outputs.Host"] })).rejects.toMatchObject({
      code: "change-set-failed",
      message: "shop: CloudFormation calls the change set empty, although outputs differ: Host stays",
    });
  });

  test("those of a loop that goes", async () => {
    const loop = "  Fn::ForEach::Hosts:\n    - Id\n    - [A, B]\n    - Host${Id}: { Value: !Ref Id }\n";
    await expect(run(change(host + loop, host))).rejects.toMatchObject({
      message: "shop: CloudFormation calls the change set empty, although outputs differ: Fn::ForEach::Hosts stays",
    });
  });

  test("one that is new and does not come", async () => {
    await expect(run(change(host, `${host}  Url: { Value: u }\n`))).rejects.toMatchObject({
      code: "change-set-failed",
      message: "shop: CloudFormation calls the change set empty, although outputs differ: Url does not come",
    });
  });

  test("one that is defined otherwise, which may come to the same", async () => {
    const result = await run(change(host, host.replace("!Ref", "!GetAtt")));
    const why = "CloudFormation finds no difference, though Outputs.Host is defined otherwise";
    expect(result.outcome).toEqual({ kind: "unchanged", why });
    expect(lines).toContainEqual(
      "shop: Outputs.Host: defined otherwise, and CloudFormation finds no difference: look at it",
    );
  });
});

test.each([
  ["an output under a condition, which is new", `${host}  Url: { Condition: Public, Value: u }\n`],
  ["another layout", "Outputs:\n  # Where it is\n  Host:\n    Value: !Ref Database\n"],
])("what need not make a difference is none: %s", async (_title, after) => {
  const result = await run(change(host, after));
  expect(result.outcome).toEqual({ kind: "unchanged", why: "CloudFormation finds no difference" });
});
