import { describe, expect, test } from "@jest/globals";
import { renderTree } from "./render";
import { read, templates, text } from "./template";

/** Types that hold something, or whose loss takes something along. */
const keeps = [
  "AWS::CloudFormation::Stack",
  "AWS::Cognito::UserPool",
  "AWS::ECR::Repository",
  "AWS::ECS::TaskDefinition",
  "AWS::KMS::Key",
  "AWS::Logs::LogGroup",
  "AWS::RDS::DBInstance",
  "AWS::S3::Bucket",
  "AWS::SecretsManager::Secret",
];

describe.each(templates())("%s", (file) => {
  const template = read(file);

  test("stands in the usual order", () => {
    const order = [
      "AWSTemplateFormatVersion",
      "Description",
      "Metadata",
      "Parameters",
      "Mappings",
      "Rules",
      "Conditions",
      "Resources",
      "Outputs",
    ];
    const sections = Object.keys(template);
    expect(sections).toEqual(order.filter((section) => sections.includes(section)));
  });

  test("fits into a request, so that it can be laid down before there is a bucket", () => {
    expect(Buffer.byteLength(text(file))).toBeLessThan(51_200);
  });

  test("says what becomes of everything that holds something", () => {
    for (const [id, { Type, DeletionPolicy, UpdateReplacePolicy }] of Object.entries(template.Resources))
      if (keeps.includes(Type))
        expect([id, DeletionPolicy, UpdateReplacePolicy]).toEqual([id, expect.any(String), expect.any(String)]);
  });

  test("gives the reason beside every retention and every constraint", () => {
    const bare = text(file)
      .split("\n")
      .filter((line) => /^ +(DeletionPolicy|UpdateReplacePolicy): \w+$/.test(line));
    expect(bare).toEqual([]);
    for (const [name, parameter] of Object.entries(template.Parameters ?? {}))
      if (parameter.AllowedPattern !== undefined)
        expect([name, parameter]).toEqual([
          name,
          expect.objectContaining({ ConstraintDescription: expect.any(String) }),
        ]);
  });

  test("names its resources by their role, in PascalCase", () => {
    for (const id of Object.keys(template.Resources)) expect(id).toMatch(/^([A-Z][a-z0-9]*)+$/);
  });
});

test.each(["services", "migrations"] as const)(
  "every container of %s is non-root, on a read-only root, and logs",
  (stack) => {
    const definitions = renderTree("production", stack).flatMap(({ resources }) =>
      Object.values(resources).filter(({ Type }) => Type === "AWS::ECS::TaskDefinition"),
    );
    expect(definitions.length).toBeGreaterThan(0);
    for (const { Properties, UpdateReplacePolicy } of definitions) {
      expect(UpdateReplacePolicy).toBe("Retain");
      for (const container of Properties?.["ContainerDefinitions"] as Record<string, unknown>[]) {
        expect(container).toMatchObject({
          User: "1000",
          ReadonlyRootFilesystem: true,
          LogConfiguration: { LogDriver: "awslogs" },
        });
        const plain = (container["Environment"] as { Name: string }[]).map(({ Name }) => Name);
        expect(plain.filter((name) => /PASSWORD|SECRET|TOKEN/.test(name))).toEqual([]);
      }
    }
  },
);
