import { describe, expect, test } from "@jest/globals";
import { environments, shortName, suffix } from "@cashsouk/deploy";
import { renderTree, stacks } from "./render";

/** Types whose names are unique in an account (or a Region of it), and the property that gives them. */
const unique: Record<string, string> = {
  "AWS::ECS::TaskDefinition": "Family",
  "AWS::ElasticLoadBalancingV2::TargetGroup": "Name",
  "AWS::IAM::Role": "RoleName",
  "AWS::Logs::LogGroup": "LogGroupName",
};

describe.each(environments)("names in %s", (environment) => {
  const rendered = stacks.flatMap((stack) => renderTree(environment, stack));
  const resources = rendered.flatMap(({ resources }) => Object.values(resources));

  test("families, target groups, roles and log groups say whose they are", () => {
    const names = resources.flatMap(({ Type, Properties }) =>
      unique[Type] ? [String(Properties?.[unique[Type]])] : [],
    );
    expect(names).not.toContain("undefined");
    const own = suffix(environment);
    const other = environments.filter((name) => name !== environment).map((name) => `-${name}`);
    for (const name of names) {
      const carries =
        own === "" ||
        name.endsWith(own) ||
        name.includes(`/${shortName(environment)}/`) ||
        name.includes(`cashsouk-${shortName(environment)}-`);
      expect([name, carries]).toEqual([name, true]);
      expect(other.filter((suffix) => name.endsWith(suffix))).toEqual([]);
    }
    expect(new Set(names).size).toBe(names.length);
  });

  test("what a stack imports another exports", () => {
    const exported = rendered.flatMap(({ outputs }) =>
      Object.values(outputs).flatMap((output) => output.exported ?? []),
    );
    const imported = JSON.stringify(rendered).match(/(?<=\$\{import:)[^}]+/g) ?? [];
    expect(imported.length).toBeGreaterThan(0);
    expect([...new Set(imported)].filter((name) => !exported.includes(name))).toEqual([]);
    for (const name of exported) expect(name).toMatch(new RegExp(`^cashsouk-${shortName(environment)}-[A-Z]`));
  });

  test("an export is called like its output", () => {
    for (const { outputs } of rendered)
      for (const [id, { exported }] of Object.entries(outputs))
        if (exported) expect(exported).toBe(`cashsouk-${shortName(environment)}-${id}`);
  });

  test("every container writes to a log group of the platform", () => {
    const groups = resources
      .filter(({ Type }) => Type === "AWS::Logs::LogGroup")
      .map(({ Properties }) => Properties?.["LogGroupName"]);
    const written = JSON.stringify(resources).match(/(?<="awslogs-group":")[^"]+/g) ?? [];
    expect(written).toHaveLength(8);
    expect(written.filter((name) => !groups.includes(name))).toEqual([]);
  });
});
