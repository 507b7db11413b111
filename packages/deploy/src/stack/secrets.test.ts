import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { makeSecrets } from "./secrets";
import { stackSummary } from "./summary";
import { parseTemplate } from "./template";
import {
  changed,
  event,
  folder,
  lines,
  missing,
  ofStack,
  page,
  run,
  stack,
  updateOf,
  wire,
} from "./testing/shop-stack";

describe("the value of a NoEcho parameter", () => {
  const value = "hunter2-hunter2";
  const template = `Parameters:
  Password: { Type: String, NoEcho: true }
Resources:
  Topic: { Type: "AWS::SNS::Topic" }
`;
  const inFile = () => {
    writeFileSync(join(folder, "root.yaml"), template);
    writeFileSync(join(folder, "parameters.json"), JSON.stringify({ Password: value }));
  };

  test("is given to CloudFormation, and to nobody who reads the log or the reason", async () => {
    inFile();
    const told: string[] = [];
    const reason = `the password ${value} is too short`;
    const failed = event("Topic", "CREATE_FAILED", { ResourceStatusReason: reason });
    const red = run(
      { DescribeStacks: [missing], DescribeStackEvents: [page(), page(failed, ofStack("ROLLBACK_COMPLETE"))] },
      {},
      { secrets: makeSecrets((secret) => void told.push(secret)) },
    );
    await expect(red).rejects.toMatchObject({
      message: "shop: ROLLBACK_COMPLETE: Topic (AWS::SNS::Topic): the password **** is too short",
      failures: [{ reason: "the password **** is too short" }],
    });
    expect(wire.inputs("CreateChangeSet")).toMatchObject([{ Parameters: [{ ParameterValue: value }] }]);
    expect(lines.join("\n")).toContain("the password **** is too short");
    expect(lines.join("\n")).not.toContain(value);
    // The runner is told too: it hides it from what others write.
    expect(told).toEqual([value]);
  });

  test("stays hidden where the stack has it so and the template at hand has lost the NoEcho, and that is warned of", async () => {
    inFile();
    writeFileSync(join(folder, "root.yaml"), template.replace(", NoEcho: true", ""));
    const told: string[] = [];
    const before = { Parameters: [{ ParameterKey: "Password", ParameterValue: "****" }] };
    const topic = { LogicalResourceId: "Topic", ResourceType: "AWS::SNS::Topic", Action: "Modify" };
    const result = await run(
      {
        DescribeStacks: [stack("UPDATE_COMPLETE", before)],
        GetTemplate: [{ TemplateBody: "" }],
        DescribeChangeSet: changed(topic),
        DescribeStackEvents: [page(), page(ofStack("UPDATE_COMPLETE"))],
      },
      {},
      { secrets: makeSecrets((secret) => void told.push(secret)) },
    );
    expect(told).toEqual([value]);
    expect(JSON.stringify([lines, result])).not.toContain(value);
    expect(lines).toContain(
      "shop: parameter Password is NoEcho in the stack and not in the template: it comes to light",
    );
    expect(wire.inputs("CreateChangeSet")).toMatchObject([{ Parameters: [{ ParameterValue: value }] }]);
  });

  test.each([
    ["by Ref", "!Ref Password", "hunter"],
    ["by a Sub with nothing around it", '!Sub "${Password}"', "hunter"],
    ["by a Sub in its long form", '{ "Fn::Sub": "${Password}" }', "hunter"],
    ["although it is too short to be looked for", "!Ref Password", "pw"],
  ])(
    "of a nested template is hidden where its parents, which hide nothing, pass it on %s",
    async (_title, as, word) => {
      const value = `${word}2`;
      const passing = (file: string) => `Parameters:
  Password: { Type: String }
Resources:
  Inner:
    Type: AWS::CloudFormation::Stack
    Properties: { TemplateURL: ${file}, Parameters: { Password: ${as} } }
`;
      writeFileSync(join(folder, "root.yaml"), passing("middle.yaml"));
      writeFileSync(join(folder, "middle.yaml"), passing("inner.yaml").replace(as, "{ Ref: Password }"));
      writeFileSync(join(folder, "inner.yaml"), template);
      writeFileSync(join(folder, "parameters.json"), JSON.stringify({ Password: value }));
      const old = `${word}1`;
      const result = await run(
        {
          DescribeStacks: [
            stack("UPDATE_COMPLETE", { Parameters: [{ ParameterKey: "Password", ParameterValue: old }] }),
          ],
          GetTemplate: [{ TemplateBody: "" }],
          DescribeChangeSet: changed({ LogicalResourceId: "Topic", ResourceType: "AWS::SNS::Topic", Action: "Modify" }),
          DescribeStackEvents: [page(), page(ofStack("UPDATE_COMPLETE"))],
        },
        {},
        { secrets: makeSecrets() },
      );
      expect(result.outcome).toEqual({ kind: "updated" });
      expect(lines).toContain("shop: parameter Password: **** → ****");
      expect(lines.join("\n")).not.toMatch(/(?:hunter|pw)\d/);
    },
  );

  test("is not told where the stack still shows the one that gives way to the template's default", async () => {
    writeFileSync(join(folder, "root.yaml"), template.replace("NoEcho: true", 'NoEcho: true, Default: "n/a"'));
    writeFileSync(join(folder, "parameters.json"), "{}");
    await run(updateOf({ Password: value }), {}, { secrets: makeSecrets() });
    expect(lines).toContain("shop: parameter Password: **** → **** (the template's default: nobody gives it)");
    expect(lines.join("\n")).not.toContain(value);
  });

  test("is not told where its file is no JSON", async () => {
    inFile();
    writeFileSync(join(folder, "parameters.json"), `{ "Password": ${value} }`);
    const red = run({ DescribeStacks: [missing] });
    await expect(red).rejects.toThrow(/parameters: \S+parameters\.json: is no JSON, at line 1, column 15$/m);
  });

  test("is kept by name where the stack has it already", async () => {
    writeFileSync(join(folder, "root.yaml"), template);
    writeFileSync(join(folder, "parameters.json"), "{}");
    const before = { Parameters: [{ ParameterKey: "Password", ParameterValue: "****" }] };
    await run({
      DescribeStacks: [stack("UPDATE_COMPLETE", before)],
      GetTemplate: [{ TemplateBody: "" }],
      DescribeStackEvents: [page(), page(ofStack("UPDATE_COMPLETE"))],
    });
    expect(wire.inputs("CreateChangeSet")).toMatchObject([
      { Parameters: [{ ParameterKey: "Password", UsePreviousValue: "true" }] },
    ]);
  });
});

describe("NoEcho", () => {
  const noEcho = (value: string) => {
    const parsed = parseTemplate(`Parameters: { P: { Type: String${value} } }\nResources: {}`);
    return "problems" in parsed ? parsed.problems : parsed.parameters.get("P")?.noEcho;
  };
  const rows: [string, boolean][] = [
    ...["true", "True", "TRUE", "yes", "Yes", "on", '"true"', '"True"', '"yes"', "1"].map(
      (text) => [text, true] as [string, boolean],
    ),
    ...["false", "False", "no", "off", '"false"', '"No"'].map((text) => [text, false] as [string, boolean]),
  ];
  test.each(rows)("written as %s is %s", (text, hidden) => expect(noEcho(`, NoEcho: ${text}`)).toBe(hidden));
  test("that is not written is false", () => expect(noEcho("")).toBe(false));
});

describe("what is hidden", () => {
  test("is every secret of four letters or more, wherever it stands, whatever others are known", () => {
    const secret = fc
      .string({ minLength: 4, maxLength: 12 })
      .filter((text) => !"****".includes(text) && !text.includes("*"));
    fc.assert(
      fc.property(
        fc.array(secret, { minLength: 1, maxLength: 4 }),
        fc.string(),
        fc.string(),
        (values, before, after) => {
          const secrets = makeSecrets();
          for (const value of values) secrets.add(value);
          const text = values.map((value) => before + value + after).join("\n");
          const hidden = secrets.hide(text);
          for (const value of values) expect(hidden).not.toContain(value);
        },
      ),
    );
  });

  test("is one of several lines on one line, too, as an error tells it", () => {
    const secrets = makeSecrets();
    secrets.add("-----BEGIN KEY-----\nabc\tdef\r\n-----END KEY-----\n");
    const told = [
      "-----BEGIN KEY-----\nabc\tdef\r\n-----END KEY-----\n",
      "is -----BEGIN KEY----- abc def -----END KEY-----.",
    ];
    expect(told.map((text) => secrets.hide(text))).toEqual(["****", "is ****."]);
  });

  test("is so in a summary, however Markdown writes it", () => {
    const secrets = makeSecrets();
    const value = "p|ss word<1>";
    secrets.add(value);
    const result = {
      ...{ name: "shop", status: "UPDATE_COMPLETE" as const, changes: [], refused: [], seconds: 1 },
      ...{
        outcome: { kind: "updated" as const },
        warnings: [`a hook saw ${value}`],
        outputs: { Url: `x://${value}@y` },
      },
      parameters: [{ name: "Copy", before: value, after: "none", byDefault: false, uncertain: false, noEcho: false }],
    };
    const text = stackSummary(result, (told) => secrets.hide(told));
    expect(text).toContain("| Url | x://\\*\\*\\*\\*@y |");
    expect(text).toContain("| Copy | \\*\\*\\*\\* | none |");
    expect(text).toContain("- a hook saw \\*\\*\\*\\*");
    expect(text).not.toContain("ss word");
  });

  test("is a shorter one only where it stands alone, lest it blot out everything", () => {
    const secrets = makeSecrets();
    secrets.add("on");
    secrets.add("");
    expect(["on", "one reason", ""].map((text) => secrets.hide(text))).toEqual(["****", "one reason", ""]);
  });
});
