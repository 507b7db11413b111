import { describe, expect, test } from "@jest/globals";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { asShown } from "./as-shown";
import { makeSecrets } from "./secrets";
import {
  changed,
  changeSetId,
  deployed,
  folder,
  lines,
  ofStack,
  page,
  run,
  stack,
  template,
  wire,
} from "./testing/shop-stack";

const text = `# Café – 全部\n${template}  Topic: { Type: "AWS::SNS::Topic", Properties: { DisplayName: Naïve 🚀 } }
Outputs:
  City: { Value: Zürich }
`;
const tags = { Project: "shop", Owner: "José", 所有者: "María" };
const StatusReason = "The submitted information didn't contain changes.";
/** A stack that was deployed from the very text, parameters and tags, as CloudFormation shows it. */
const script = (text: string, before = text) => {
  writeFileSync(join(folder, "root.yaml"), text);
  const [environment] = deployed.Parameters;
  return {
    DescribeStacks: [
      stack("UPDATE_COMPLETE", {
        Parameters: [
          { ...environment, ParameterValue: "sch?n" },
          { ParameterKey: "ApiImage", ParameterValue: "api@old" },
        ],
        Tags: Object.entries(tags).map(([Key, Value]) => ({ Key: asShown(Key), Value: asShown(Value) })),
      }),
    ],
    GetTemplate: [{ TemplateBody: asShown(before) }],
    DescribeChangeSet: [{ ChangeSetId: changeSetId, Status: "FAILED", StatusReason }],
    DescribeStackEvents: [page(), page(ofStack("UPDATE_COMPLETE"))],
  };
};

test("a question mark stands for each character, however many bytes it has", () => {
  expect(asShown("Helloこんにちは☺ 🚀")).toBe("Hello?????? ?");
});

describe("characters outside ASCII, which CloudFormation shows as question marks,", () => {
  test.each([
    ["", text, undefined],
    [", although YAML reads them otherwise", `${text}  Menu:\n    Value: à la carte\n`, undefined],
    [", nor are they beside one", text, `# more\n${text}`],
  ])("are no difference%s, and CloudFormation is asked for what they are", async (_title, after, before) => {
    const result = await run(script(after, before), { tags, overrides: { Environment: "schön", ApiImage: "api@old" } });
    expect(result.outcome).toEqual({ kind: "unchanged", why: "CloudFormation finds no difference" });
    expect(wire.actions()).toContain("CreateChangeSet");
    expect(lines.filter((line) => /: (?:tag|parameter|Outputs)/.test(line))).toEqual([]);
  });

  test("move no image: those are the rollout's part", async () => {
    const result = await run(script(text), { tags, overrides: { Environment: "schön" } });
    expect(result.outcome).toMatchObject({ kind: "unchanged", why: expect.stringMatching(/^only images differ/) });
    expect(wire.inputs("CreateChangeSet")).toMatchObject([
      { Parameters: [{ ParameterKey: "Environment" }, { ParameterKey: "ApiImage", UsePreviousValue: "true" }] },
    ]);
    expect(wire.actions()).not.toContain("ExecuteChangeSet");
  });

  test("are deployed where one of them is another than before", async () => {
    const topic = { LogicalResourceId: "Topic", ResourceType: "AWS::SNS::Topic", Action: "Modify" };
    const DescribeChangeSet = changed(topic);
    const result = await run({ ...script(text), DescribeChangeSet }, { tags, overrides: { Environment: "schön" } });
    expect(result.outcome.kind).toBe("updated");
  });

  test("hide no secret's other ones", () => {
    const secrets = makeSecrets();
    secrets.add("pässwörd");
    expect(secrets.hide("no: p?ssw?rd")).toBe("no: ****");
    secrets.add("密码密码");
    expect(secrets.hide("what????")).toBe("what????");
  });
});
