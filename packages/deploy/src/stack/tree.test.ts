import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { packageTree, readTree } from "./tree";

const child = `Parameters:
  Vpc: { Type: String }
  Zones: { Type: Number, Default: 2 }
Resources:
  Topic: { Type: "AWS::SNS::Topic" }
`;
const root = `# Everything that services stand on
Resources:
  Network: # the only way out
    Type: AWS::CloudFormation::Stack
    Properties:
      TemplateURL: ./platform/network.yaml # packaged
      Parameters:
        Vpc: !Sub "\${AWS::StackName}-vpc"
  Foreign:
    Type: AWS::CloudFormation::Stack
    Properties: { TemplateURL: !Sub "https://\${Bucket}/foreign.yaml" }
`;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "cashsouk-tree-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(files: Record<string, string>): string {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return join(folder, "root.yaml");
}
function packaged(files: Record<string, string>) {
  const tree = readTree(write(files), []);
  return packageTree(tree!, (key) => `https://artifacts/${key}`);
}

describe("a packaged template", () => {
  test("keeps its text, comments and short forms, and only a nested file's TemplateURL is replaced", () => {
    const [network, whole] = packaged({ "root.yaml": root, "platform/network.yaml": child });
    expect(network!.text).toBe(child);
    expect(whole!.text).toBe(root.replace("./platform/network.yaml", `"https://artifacts/${network!.key}"`));
  });

  test("has a key by its content, so that a change in a nested template changes the keys up to the root", () => {
    const before = packaged({ "root.yaml": root, "platform/network.yaml": child });
    const after = packaged({ "root.yaml": root, "platform/network.yaml": `${child}# note\n` });
    expect(before.map(({ key }) => key)).toEqual([
      expect.stringMatching(/^templates\/network-[0-9a-f]{64}\.yaml$/),
      expect.stringMatching(/^templates\/root-[0-9a-f]{64}\.yaml$/),
    ]);
    expect(after.map(({ key }, index) => key === before[index]!.key)).toEqual([false, false]);
  });

  test("has a key that is an address as it is, whatever its file is called", () => {
    const [network] = packaged({ "root.yaml": root.replace("network", "my net#1"), "platform/my net#1.yaml": child });
    expect(network!.key).toMatch(/^templates\/my-net-1-[0-9a-f]{64}\.yaml$/);
  });

  test("may be JSON, and one file may be nested twice", () => {
    const nested = { Type: "AWS::CloudFormation::Stack", Properties: { TemplateURL: "a.json" } };
    const json = JSON.stringify({ Resources: { One: nested, Two: nested } }, undefined, 2);
    const [a, whole] = packaged({ "root.yaml": json, "a.json": `{ "Resources": {} }` });
    expect(JSON.parse(whole!.text)).toEqual(JSON.parse(json.replaceAll("a.json", `https://artifacts/${a!.key}`)));
  });
});

test.each([
  ["a description", "Description: instead of Network.Outputs.Vpc"],
  ["metadata", "Metadata: { Was: [Network, Outputs.Vpc] }"],
  [
    "a Sub's text beside its references",
    'Outputs: { A: { Value: !Sub "see Network.Outputs.Vpc, ${!Network.Outputs.Vpc}" } }',
  ],
])("words that look like an output are read by nobody in %s", (_, text) => {
  const problems: string[] = [];
  readTree(write({ "root.yaml": `${text}\n${root}`, "platform/network.yaml": child }), problems);
  expect(problems).toEqual([]);
});

describe("what is wrong in a tree of templates is told together:", () => {
  test.each([
    ["a missing root", {}, ["template: there is no file root.yaml"]],
    [
      "a missing nested file, with the line that names it",
      { "root.yaml": root },
      ["root.yaml:6: there is no file platform/network.yaml"],
    ],
    [
      "a nested template that can't be parsed",
      { "root.yaml": root, "platform/network.yaml": "Resources:\n  A: [\n" },
      [expect.stringMatching(/^platform\/network\.yaml: .+ at line 3/)],
    ],
    [
      "a parameter that a nested template does not have, and one that it needs",
      { "root.yaml": root.replace("        Vpc: ", "        Vcp: "), "platform/network.yaml": child },
      [
        "root.yaml:6: ./platform/network.yaml has no parameter Vcp",
        "root.yaml:6: ./platform/network.yaml needs the parameter Vpc",
      ],
    ],
    [
      "outputs that a nested template does not have, however they are read",
      {
        "root.yaml": `${root}Outputs:
  # Network.Outputs.Comment is none
  A: { Value: !GetAtt Network.Outputs.Topic }
  B: { Value: !Sub "x-\${Network.Outputs.Typo}" }
  C: { Value: { "Fn::GetAtt": [Network, Outputs.Gone] } }
  E: { Value: !GetAtt [Network, Outputs.Far] }
  F: { Value: { "Fn::GetAtt": Network.Outputs.Near } }
  G: { Value: !Sub ["\${A}-\${Network.Outputs.Low}", { A: b }] }
  H: { Value: { "Fn::Sub": "\${Network.Outputs.High}" } }
  D: { Value: !GetAtt Foreign.Outputs.Unknown }
`,
        "platform/network.yaml": `${child}Outputs:\n  Topic: { Value: !Ref Topic }\n`,
      },
      [
        "root.yaml:15: ./platform/network.yaml has no output Typo",
        ...["16: Gone", "17: Far", "18: Near", "19: Low", "20: High"].map(
          (read) => `root.yaml:${read.replace(" ", " ./platform/network.yaml has no output ")}`,
        ),
      ],
    ],
    [
      "local paths of code and the like, which are not packaged, and not those that are none",
      {
        "root.yaml": `Transform: AWS::Serverless-2016-10-31
Globals: { Function: { CodeUri: ./all } }
Resources:
  Api: { Type: "AWS::Serverless::Function", Properties: { CodeUri: ./src } }
  Job: { Type: "AWS::Glue::Job", Properties: { Command: { ScriptLocation: job.py } } }
  Code: { Type: "AWS::Lambda::Function", Properties: { Code: { S3Bucket: b, S3Key: k } } }
  Far: { Type: "AWS::Serverless::Function", Properties: { CodeUri: "s3://b/k" } }
  Made: { Type: "AWS::Serverless::Function", Properties: { CodeUri: !Ref Uri } }
  "Fn::Transform": { Name: AWS::Include, Parameters: { Location: ./more.yaml } }
  Everywhere: { Type: "AWS::CloudFormation::StackSet", Properties: { TemplateURL: ./more.yaml } }
`,
      },
      [
        "2: Globals.Function.CodeUri",
        "4: Api.CodeUri",
        "5: Job.Command.ScriptLocation",
        "9: Fn::Transform.Location",
        "10: Everywhere.TemplateURL",
      ].map((place) =>
        expect.stringMatching(new RegExp(`^root.yaml:${place} is the local path \\S+, and only templates are`)),
      ),
    ],
    ["a file without resources", { "root.yaml": "hello" }, ["root.yaml: want a map with Resources"]],
    [
      "a template that nests itself",
      { "root.yaml": root, "platform/network.yaml": root.replace("./platform/network", "../root") },
      ["platform/network.yaml:6: root.yaml nests itself"],
    ],
  ])("%s", (_, files, wanted) => {
    const problems: string[] = [];
    expect(readTree(write(files as Record<string, string>), problems)).toBeUndefined();
    expect(problems.map((problem) => problem.replaceAll(`${folder}/`, ""))).toEqual(wanted);
  });
});
