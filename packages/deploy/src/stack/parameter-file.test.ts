import type { Script } from "@cashsouk/testing/aws-wire";
import { describe, expect, test } from "@jest/globals";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { folder, missing, run, updateOf, wire } from "./testing/shop-stack";

const template = `Parameters:
  Name: { Type: String }
  Zones: { Type: CommaDelimitedList, Default: none }
  Ports: { Type: List<Number>, Default: "1" }
  Size: { Type: String, Default: small }
Resources:
  Topic: { Type: "AWS::SNS::Topic" }
`;
const present = { Name: "old", Zones: "z", Ports: "1", Size: "large" };
const script = updateOf(present);
const name = [{ ParameterKey: "Name", ParameterValue: "n" }];
const prepare = (file: string) => {
  writeFileSync(join(folder, "root.yaml"), template);
  writeFileSync(join(folder, "parameters.json"), file);
};

describe("a file of parameters may", () => {
  test.each<[string, string, Record<string, string>, object[]]>([
    [
      "be an object of texts, numbers and booleans",
      `{"Name": "n", "Size": 2}`,
      {},
      [...name, { ParameterKey: "Size", ParameterValue: "2" }],
    ],
    [
      "be CloudFormation's list",
      `[{"ParameterKey": "Name", "ParameterValue": true, "UsePreviousValue": false}]`,
      {},
      [{ ParameterKey: "Name", ParameterValue: "true" }],
    ],
    [
      "keep what the stack has, the template's default or not",
      `[{"ParameterKey": "Name", "UsePreviousValue": true}, {"ParameterKey": "Size", "UsePreviousValue": true}]`,
      {},
      [
        { ParameterKey: "Name", UsePreviousValue: "true" },
        { ParameterKey: "Size", UsePreviousValue: "true" },
      ],
    ],
    ["be overridden even there", `[{"ParameterKey": "Name", "UsePreviousValue": true}]`, { Name: "n" }, name],
    [
      "give lists, where the template has lists",
      `{"Name": "n", "Zones": ["a", "b"], "Ports": [80, 443]}`,
      {},
      [...name, { ParameterKey: "Zones", ParameterValue: "a,b" }, { ParameterKey: "Ports", ParameterValue: "80,443" }],
    ],
    [
      "give numbers that stay as they are written",
      `{"Name": -0.25, "Size": 123456789012}`,
      {},
      [
        { ParameterKey: "Name", ParameterValue: "-0.25" },
        { ParameterKey: "Size", ParameterValue: "123456789012" },
      ],
    ],
    ["give any text in quotes", `{"Name": "1.10"}`, {}, [{ ParameterKey: "Name", ParameterValue: "1.10" }]],
    ["begin with a byte order mark", `\uFEFF{"Name": "n"}`, {}, name],
  ])("%s", async (_title, file, overrides, wanted) => {
    prepare(file);
    await run(script, { overrides });
    expect(wire.inputs("CreateChangeSet")).toMatchObject([{ Parameters: wanted }]);
  });
});

describe("a file of parameters is refused in one sentence that holds no value of it:", () => {
  const want =
    "want an object name → text, or a list of ParameterKey with either ParameterValue or UsePreviousValue: true";
  const quotes = "want a text in quotes, since a number would not stay as it is written: ";
  test.each<[string, string, string]>([
    ["no JSON", `{"Name": hunter2}`, "is no JSON, at line 1, column 10"],
    ["a comma too many", `{\n  "Name": "hunter2",\n}`, "is no JSON, at line 3, column 1"],
    ["a comment", `{\n  // hunter2\n  "Name": "n"\n}`, "is no JSON, at line 2, column 3"],
    ["nothing", "", "is no JSON, at line 1, column 1"],
    ["a list of texts", `["hunter2"]`, want],
    ["an object in it", `{"Name": {"B": "hunter2"}}`, want],
    ["neither value nor UsePreviousValue", `[{"ParameterKey": "Name"}]`, want],
    ["both", `[{"ParameterKey": "Name", "ParameterValue": "hunter2", "UsePreviousValue": true}]`, want],
    ["a number that ends with a zero", `{"Name": 1.10}`, `${quotes}Name \\(line 1\\)`],
    ["a number with nothing behind its point", `{\n  "Name": 8.0\n}`, `${quotes}Name \\(line 2\\)`],
    ["more digits than a number holds", `{"Name": 12345678901234567890}`, `${quotes}Name \\(line 1\\)`],
    ["a number with an exponent", `{"Name": 1e3}`, `${quotes}Name \\(line 1\\)`],
    [
      "several of them, in a list of values and a list of parameters",
      `[\n{"ParameterKey": "Name", "ParameterValue": 8.0},\n{"ParameterKey": "Zones", "ParameterValue": ["a", 1.10]}\n]`,
      `${quotes}Name \\(line 2\\), Zones \\(line 3\\)`,
    ],
  ])("%s", async (_title, file, told) => {
    prepare(file);
    const red = run(script);
    await expect(red).rejects.toMatchObject({
      code: "invalid-stack",
      message: expect.stringMatching(new RegExp(String.raw`^- parameters: \S+parameters\.json: ${told}$`, "m")),
    });
    await expect(red).rejects.not.toThrow("hunter2");
    expect(wire.actions()).not.toContain("CreateChangeSet");
  });

  test.each<[string, Script, string, string]>([
    [
      "a list where the template has none",
      script,
      `{"Name": ["hunter2"]}`,
      "Name is no list but a String: want a text, got a list",
    ],
    [
      "a list one of whose values has a comma, which CloudFormation would take for two",
      script,
      `{"Name": "n", "Zones": ["hunter2,x", "b"]}`,
      "Zones has a value with a comma in it, which CloudFormation would take for several: want each by itself",
    ],
    [
      "a parameter that is given twice, in CloudFormation's list",
      script,
      `[{"ParameterKey": "Name", "ParameterValue": "hunter2"}, {"ParameterKey": "Name", "ParameterValue": "n"}]`,
      "Name is given more than once",
    ],
    [
      "a parameter that is given twice, in an object",
      script,
      `{"Name": "hunter2", "Size": "s", "Name": "n"}`,
      "Name is given more than once",
    ],
    [
      "a value to keep that the stack doesn't have",
      { DescribeStacks: [missing] },
      `[{"ParameterKey": "Name", "UsePreviousValue": true}]`,
      "Name is to keep its value (UsePreviousValue), and the stack has none",
    ],
  ])("%s", async (_title, given, file, told) => {
    prepare(file);
    await expect(run(given)).rejects.toThrow(
      new RegExp(
        String.raw`\n- parameters: (?:\S+parameters\.json: )?${told.replaceAll(/[()]/g, String.raw`\$&`)}$`,
        "m",
      ),
    );
    expect(wire.actions()).not.toContain("CreateChangeSet");
  });
});
