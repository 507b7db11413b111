import { describe, expect, test } from "@jest/globals";
import { environments, namesOf, serviceName, servicePattern, shortName, suffix } from "@cashsouk/deploy";
import { parseManifest } from "@cashsouk/deploy/manifest";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { renderTree, stacks } from "./cloudformation/render";
import { root, workflows } from "./workflows/workflows";

const { services } = parseManifest(readFileSync(join(root, "services.json"), "utf8"));
const deploy = workflows.find(({ file }) => file === "reusable-deploy.yml")!;
const steps = Object.values(deploy.jobs).flatMap(({ steps = [] }) => steps);

describe.each(environments)("what packages/deploy calls the things of %s", (environment) => {
  const names = namesOf(environment);
  const migrations = names.task("migrations");
  const roles = names.task("database-roles");

  /** What the workflow's steps give for an input, with its two variables filled in. */
  function given(input: string): string[] {
    const filled = steps.flatMap(({ with: inputs }) => {
      const text = inputs?.[input];
      if (typeof text !== "string") return [];
      return text.replace("${{ env.NAME }}", shortName(environment)).replace("${{ env.SUFFIX }}", suffix(environment));
    });
    return [...new Set(filled)];
  }

  test.each<[string, string[]]>([
    ["cluster", [names.cluster]],
    ["name", Object.values(names.stacks)],
    ["stack", [names.stacks.migrations]],
    ["ledger", [names.ledger]],
    ["task-definition", [roles.taskDefinition, migrations.taskDefinition]],
    ["container", [roles.container, migrations.container]],
    ["service-name", [servicePattern]],
  ])("is what the deployment's steps say: %s", (input, expected) => {
    expect(given(input)).toEqual(expected);
  });

  test("is what the templates make", () => {
    const made = stacks
      .flatMap((stack) => renderTree(environment, stack))
      .flatMap(({ resources }) => Object.values(resources));
    const property = (type: string, name: string) =>
      made.filter(({ Type }) => Type === type).map(({ Properties }) => Properties?.[name]);
    expect(property("AWS::ECS::Cluster", "ClusterName")).toEqual([names.cluster]);
    expect(property("AWS::ECS::Service", "ServiceName").sort()).toEqual(
      services.map(({ name }) => serviceName(name)).sort(),
    );
    expect(property("AWS::ECS::TaskDefinition", "Family")).toEqual(
      expect.arrayContaining([migrations, roles, names.task("database-rotation")].map((task) => task.taskDefinition)),
    );
  });
});
