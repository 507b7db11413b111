import { fault } from "@cashsouk/testing/aws-wire";
import { describe, expect, test } from "@jest/globals";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { folder, missing, run, template, wire } from "./testing/shop-stack";

describe("a nested file's TemplateURL is replaced, and what stands behind it is kept, where it is written as", () => {
  test.each([
    ["a folded block", ">-\n        nested.yaml\n"],
    ["a folded block with its line's end", ">\n        nested.yaml\n"],
    ["a literal block", "|\n        nested.yaml\n"],
    ["a literal block with every line's end", "|+\n        nested.yaml\n\n\n"],
    ["a folded block with a comment behind it", ">-\n        nested.yaml\n      # more\n"],
    ["a text on the next line", "\n        nested.yaml\n"],
    ["a quoted text", "'nested.yaml' # why\n"],
  ])("%s", async (_, written) => {
    writeFileSync(join(folder, "nested.yaml"), template);
    writeFileSync(
      join(folder, "root.yaml"),
      `Resources:
  Data:
    Type: AWS::CloudFormation::Stack
    Properties:
      TemplateURL: ${written}      Tags: []
      Parameters: { Environment: staging, ApiImage: api }
`,
    );
    const artifacts = { bucket: "artifacts", endpoint: "http://endpoint" };
    const script = { DescribeStacks: [missing], HeadObject: [fault("NotFound", "none", 404)] };
    await run(script, { artifacts, mode: "plan", parameters: undefined });
    const sent = wire.inputs("PutObject") as { Key: string; Body: Buffer }[];
    const [nested, root] = ["nested", "root"].map((name) =>
      sent.find(({ Key }) => Key.startsWith(`templates/${name}-`)),
    );
    expect(nested?.Body.toString()).toBe(template);
    expect(parse(root!.Body.toString())).toEqual({
      Resources: {
        Data: {
          Type: "AWS::CloudFormation::Stack",
          Properties: {
            TemplateURL: `http://endpoint/artifacts/${nested!.Key}`,
            Tags: [],
            Parameters: { Environment: "staging", ApiImage: "api" },
          },
        },
      },
    });
  });
});
