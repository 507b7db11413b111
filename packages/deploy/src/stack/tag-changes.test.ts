import { describe, expect, test } from "@jest/globals";
import { stackSummary } from "./summary";
import {
  changed,
  deployed,
  folder,
  lines,
  missing,
  ofStack,
  page,
  run,
  stack,
  template,
  wire,
} from "./testing/shop-stack";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

const Tags = [
  { Key: "Project", Value: "shop" },
  { Key: "Owner", Value: "finance" },
  { Key: "aws:servicecatalog:portfolioArn", Value: "arn" },
];
const topic = { LogicalResourceId: "Topic", ResourceType: "AWS::SNS::Topic", Action: "Modify" };
const script = {
  DescribeStacks: [stack("UPDATE_COMPLETE", { ...deployed, Tags })],
  GetTemplate: [{ TemplateBody: template }],
  DescribeChangeSet: changed(topic),
  DescribeStackEvents: [page(), page(ofStack("UPDATE_COMPLETE"))],
};
const toldOfTags = () => lines.filter((line) => line.includes(": tag "));

describe("the stack's tags", () => {
  test("are left as they are where none are asked for, and no change set is made for them", async () => {
    const result = await run(script, { tags: undefined });
    expect(result.outcome.kind).toBe("unchanged");
    expect(wire.actions()).not.toContain("CreateChangeSet");
  });

  test("are left as they are where none are asked for and something else changes", async () => {
    const result = await run(script, { tags: undefined, overrides: { Environment: "production" } });
    expect(result).toMatchObject({ outcome: { kind: "updated" }, tags: [] });
    expect(wire.inputs("CreateChangeSet")).toEqual([
      expect.not.objectContaining({ Tags: expect.anything() as unknown }),
    ]);
    expect([toldOfTags(), stackSummary(result)]).toEqual([[], expect.not.stringContaining("| Tag |")]);
  });

  test.each<[string, Record<string, string>, unknown, [string, string, string][]]>([
    [
      "come, go and change their values",
      { Project: "store", Team: "delivery" },
      [
        { Key: "Project", Value: "store" },
        { Key: "Team", Value: "delivery" },
      ],
      [
        ["Project", "shop", "store"],
        ["Owner", "finance", "none: it is taken away"],
        ["Team", "none", "delivery"],
      ],
    ],
    [
      "are all taken away, but for AWS's own, by an empty object",
      {},
      "",
      [
        ["Project", "shop", "none: it is taken away"],
        ["Owner", "finance", "none: it is taken away"],
      ],
    ],
  ])("%s, and log, plan and summary say so", async (_, tags, sent, wanted) => {
    for (const mode of ["plan", "apply"] as const) {
      lines.length = 0;
      const result = await run(script, { tags, mode, review: mode === "plan" });
      expect(wire.inputs("CreateChangeSet")).toMatchObject([{ Tags: sent }]);
      expect(toldOfTags()).toEqual(wanted.map(([name, before, after]) => `shop: tag ${name}: ${before} → ${after}`));
      for (const cells of wanted) expect(stackSummary(result)).toContain(`| ${cells.join(" | ")} |`);
    }
  });

  test("of a new stack are told as well", async () => {
    writeFileSync(join(folder, "root.yaml"), template);
    const result = await run({ DescribeStacks: [missing] }, { mode: "plan", review: true, tags: { Team: "delivery" } });
    expect(stackSummary(result)).toContain("| Team | none | delivery |");
  });
});
