import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { compareTemplates, comparisonSummary } from "./compare";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "compare-"));
  git("init", "--quiet");
  write("root.yaml", root);
  write("data/data.yaml", data);
  git("add", "--all");
  git("-c", "user.name=a", "-c", "user.email=a@localhost", "commit", "--quiet", "--message", "Templates");
});
afterEach(() => rmSync(folder, { recursive: true }));

const git = (...args: string[]) => execFileSync("git", ["-C", folder, ...args], { encoding: "utf8" });
const write = (path: string, text: string) => {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
};
const root = `
Resources:
  Data:
    Type: AWS::CloudFormation::Stack
    Properties: { TemplateURL: data/data.yaml }
  Topic:
    Type: AWS::SNS::Topic
    Properties: { TopicName: !Ref AWS::StackName }
`;
const data = `
Resources:
  Queue: { Type: AWS::SQS::Queue }
  Bucket: { Type: AWS::S3::Bucket, DeletionPolicy: Retain }
`;
const compare = (base = "HEAD") => compareTemplates(folder, { name: "shop", template: "root.yaml", base });
const changes = async () => (await compare()).changes.map(({ action, path, type }) => `${action} ${path} ${type}`);

describe("templates beside another commit's", () => {
  test("say which resources are added, changed and removed, through nested ones, whether committed or not", async () => {
    write(
      "data/data.yaml",
      "Resources:\n  Queue: { Type: AWS::SQS::Queue, Properties: { DelaySeconds: 1 } }\n  Key: { Type: AWS::KMS::Key }\n",
    );
    expect(await changes()).toEqual([
      "Remove Data/Bucket AWS::S3::Bucket",
      "Add Data/Key AWS::KMS::Key",
      "Modify Data/Queue AWS::SQS::Queue",
    ]);
  });

  test.each([
    ["a comment and another layout are no change", root.replace("  Topic:", "  # For orders\n\n  Topic:"), []],
    ["a short form is one", root.replace("!Ref AWS::StackName", "AWS::StackName"), ["Modify Topic AWS::SNS::Topic"]],
    [
      "a file that is nested no more takes its resources along",
      root.replace(/ {2}Data:[^]*? {2}Topic/, "  Topic"),
      [
        "Remove Data AWS::CloudFormation::Stack",
        "Remove Data/Bucket AWS::S3::Bucket",
        "Remove Data/Queue AWS::SQS::Queue",
      ],
    ],
  ])("%s", async (_title, text, expected) => {
    write("root.yaml", text);
    expect(await changes()).toEqual(expected);
  });

  test("of a stack that is new are all additions", async () => {
    write("new.yaml", "Resources:\n  Topic: { Type: AWS::SNS::Topic }\n");
    const { changes } = await compareTemplates(folder, { name: "new", template: "new.yaml", base: "HEAD" });
    expect(changes).toEqual([{ action: "Add", path: "Topic", type: "AWS::SNS::Topic" }]);
  });

  test("are told with what git alone can't tell", async () => {
    write("root.yaml", root.replace("AWS::StackName", "AWS::Region"));
    const summary = comparisonSummary(await compare());
    expect(summary).toMatch(
      /^### Stack shop: templates compared with `[0-9a-f]{12}`\n\n0 added, 1 changed, 0 removed\n/,
    );
    expect(summary).toContain("| Modify | Topic | AWS::SNS::Topic |");
    expect(summary).toMatch(/By git alone, without AWS: .*only a change set tells\.$/);
  });

  test.each([
    ["a revision that the clone does not have", "root.yaml", "0".repeat(40), "no-base"],
    ["a file that is not there", "other.yaml", "HEAD", "invalid-stack"],
  ])("are none with %s", async (_title, template, base, code) => {
    await expect(compareTemplates(folder, { name: "shop", template, base })).rejects.toMatchObject({ code });
  });
});
