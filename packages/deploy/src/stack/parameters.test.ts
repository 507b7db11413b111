import { describe, expect, test } from "@jest/globals";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { folder, missing, run, wire } from "./testing/shop-stack";

const template = `Parameters:
  Environment: { Type: String }
  Size: { Type: String, Default: small }
Resources:
  Topic: { Type: "AWS::SNS::Topic" }
`;
const planned = { mode: "plan", parameters: undefined } as const;

describe("overrides that are divided as other tools do are refused, without their values:", () => {
  test.each([
    ["by a comma", "hunter2,Size=big"],
    ["by a comma and a blank", "hunter2, Size=big"],
    ["by a blank", "hunter2 Size=big"],
    ["after what is no parameter", "hunter2,Other=1,Size=big"],
  ])("%s", async (_title, Environment) => {
    writeFileSync(join(folder, "root.yaml"), template);
    const red = run({ DescribeStacks: [missing] }, { ...planned, overrides: { Environment } });
    await expect(red).rejects.toMatchObject({
      code: "invalid-stack",
      message:
        "shop: nothing was changed:\n- parameter-overrides: the value of Environment has Size= in it, which is a parameter of its " +
        "own: want name=value, one a line, or a JSON object; a value that is meant so goes into the file `parameters`",
    });
    expect(wire.actions()).not.toContain("CreateChangeSet");
  });
});

test.each([
  ["with an equals sign in it", "a=b"],
  ["of pairs that are no parameters", "a=1,b=2,Sized=3,NoSize=4"],
  ["with a parameter's name in it", "a,Size,b"],
])("a value %s is a value", async (_title, Environment) => {
  writeFileSync(join(folder, "root.yaml"), template);
  await run({ DescribeStacks: [missing] }, { ...planned, overrides: { Environment } });
  expect(wire.inputs("CreateChangeSet")).toMatchObject([
    { Parameters: [{ ParameterKey: "Environment", ParameterValue: Environment }] },
  ]);
});

test("and in the file it may be any", async () => {
  writeFileSync(join(folder, "root.yaml"), template);
  writeFileSync(join(folder, "parameters.json"), `{"Environment": "a,Size=b"}`);
  await run({ DescribeStacks: [missing] }, { mode: "plan" });
  expect(wire.inputs("CreateChangeSet")).toMatchObject([{ Parameters: [{ ParameterValue: "a,Size=b" }] }]);
});
