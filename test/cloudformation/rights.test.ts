import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { environments } from "@cashsouk/deploy";
import { root } from "../workflows/workflows";
import { renderTree, stacks } from "./render";

interface Statement {
  readonly Sid?: string;
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly Principal?: unknown;
  readonly Condition?: Record<string, Record<string, unknown>>;
}

const list = <T>(value: T | readonly T[] | undefined): readonly T[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value as T];
const documents = ["PolicyDocument", "AssumeRolePolicyDocument", "KeyPolicy", "RepositoryPolicyText"];

describe.each(environments)("rights in %s", (environment) => {
  const resources = stacks.flatMap((stack) =>
    renderTree(environment, stack, { MainSubjects: "m", DeployerSubjects: "a,b", PlannerSubjects: "c" }).flatMap(
      ({ file, resources }) => Object.entries(resources).map(([id, resource]) => ({ id, file, ...resource })),
    ),
  );
  const statements = resources.flatMap(({ id, file, Type, Properties = {} }) =>
    documents.flatMap((document) =>
      list((Properties[document] as { Statement?: Statement[] } | undefined)?.Statement).map((statement) => ({
        where: `${file} ${id}`,
        type: Type,
        statement,
      })),
    ),
  );
  const of = (id: string) =>
    statements.filter(({ where }) => where === `bootstrap.yaml ${id}`).map(({ statement }) => statement);
  const policiesOf = (role: string) => {
    const arns = JSON.stringify(resources.find(({ id }) => id === role)?.Properties?.["ManagedPolicyArns"]);
    return resources.flatMap(({ id, Type }) =>
      Type === "AWS::IAM::ManagedPolicy" && new RegExp(`\\b${id}\\b`).test(arns) ? [id] : [],
    );
  };
  /** What a role may, by all of its policies. */
  const actionsOf = (role: string) =>
    policiesOf(role)
      .flatMap(of)
      .flatMap(({ Action }) => list(Action));
  const names = (type: string, property: string) =>
    resources.filter(({ Type }) => Type === type).map(({ Properties }) => String(Properties?.[property]));

  test("no action is a wildcard", () => {
    const wild = statements.filter(
      ({ type, statement }) =>
        statement.Effect === "Allow" &&
        list(statement.Action).some((action) => action.includes("*")) &&
        // AWS's own first statement of a key's policy: the account's IAM decides, and no action is left out by mistake.
        !(type === "AWS::KMS::Key" && statement.Sid === "AccountDecides"),
    );
    expect(wild).toEqual([]);
    expect(statements.length).toBeGreaterThan(50);
  });

  test("policies are managed ones, small enough for IAM", () => {
    for (const { id, Type, Properties } of resources) {
      if (Type === "AWS::IAM::Role") expect([id, Properties?.["Policies"]]).toEqual([id, undefined]);
      if (Type === "AWS::IAM::ManagedPolicy")
        expect([id, JSON.stringify(Properties?.["PolicyDocument"]).length <= 6144]).toEqual([id, true]);
    }
  });

  test("who may pass a role says to which service", () => {
    for (const { where, statement } of statements)
      if (list(statement.Action).includes("iam:PassRole"))
        expect([where, statement.Condition?.["StringEquals"]?.["iam:PassedToService"]]).toEqual([
          where,
          expect.anything(),
        ]);
  });

  test("GitHub's roles trust exact subjects and one audience", () => {
    for (const role of ["ReaderRole", "BuilderRole", "DeployerRole", "PlannerRole"]) {
      const [trust] = of(role);
      expect(trust!.Condition).toEqual({
        StringEquals: expect.objectContaining({
          "token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
          "token.actions.githubusercontent.com:sub": expect.arrayContaining([expect.not.stringContaining("*")]),
        }),
      });
    }
  });

  test("the deployer's workflows are several: a called one's jobs bear its own name", () => {
    const given = {
      MainSubjects: "m",
      DeployerSubjects: "a",
      DeployerWorkflow: "o/n/deploy.yml@main,o/n/reusable-deploy.yml@main",
    };
    const [bootstrap] = renderTree(environment, "bootstrap", given);
    const trust = bootstrap?.resources["DeployerRole"]?.Properties?.["AssumeRolePolicyDocument"];
    expect(trust).toMatchObject({
      Statement: [
        {
          Condition: {
            StringEquals: {
              "token.actions.githubusercontent.com:job_workflow_ref": given.DeployerWorkflow.split(","),
            },
          },
        },
      ],
    });
  });

  test("the deployer is bound to the environment's approval; reader and builder are who needs none", () => {
    const subjects = (role: string) => {
      const [trust] = of(role);
      const equals = trust?.Condition?.["StringEquals"] ?? {};
      return ["sub", "environment", "ref"].map((claim) => equals[`token.actions.githubusercontent.com:${claim}`]);
    };
    const ref = "refs/heads/main";
    expect(subjects("DeployerRole")).toEqual([["a", "b"], environment, ref]);
    expect(subjects("ReaderRole")).toEqual([["m"], undefined, ref]);
    expect(subjects("BuilderRole")).toEqual([["m"], undefined, ref]);
  });

  test("what is held before an approval changes no stack, no service and no ledger", () => {
    const writes = (role: string) =>
      actionsOf(role)
        .filter((action) => !/:(Get|List|Describe|BatchDescribe|BatchGet|BatchCheck|Detect|Validate)/.test(action))
        .sort();
    const told = ["kms:Decrypt", "kms:GenerateDataKey", "sns:Publish"];
    const pushes = ["ecr:CompleteLayerUpload", "ecr:InitiateLayerUpload", "ecr:PutImage", "ecr:UploadLayerPart"];
    const plans = ["cloudformation:CreateChangeSet", "cloudformation:DeleteChangeSet", "iam:PassRole"];
    expect([...new Set(writes("ReaderRole"))]).toEqual([...plans, ...told, "s3:PutObject"].sort());
    expect(writes("BuilderRole")).toEqual([...pushes, ...told].sort());
    expect(writes("DeployerRole")).toContain("cloudformation:ExecuteChangeSet");
  });

  test("the planner executes no change set and writes below plan/ only", () => {
    const plan = policiesOf("PlannerRole").flatMap(of);
    expect(actionsOf("PlannerRole")).not.toContain("cloudformation:ExecuteChangeSet");
    const writes = plan
      .filter(({ Action }) => list(Action).includes("s3:PutObject"))
      .flatMap(({ Resource }) => list(Resource));
    expect(writes).toEqual([expect.stringMatching(/-artifacts-123456789012-\*\/plan\/\*$/)]);
  });

  test("the planner may do what deploy-stack's README says that a plan with drift needs", () => {
    const readme = readFileSync(join(root, "actions/deploy-stack/README.md"), "utf8");
    const policy = /^## Permissions\n.*?```json\n(.*?)```/ms.exec(readme)?.[1] ?? "";
    const needed = [...policy.matchAll(/"([a-z0-9]+:[A-Z][A-Za-z]+)"(?!:)/g)].map(([, action]) => action!);
    // As it says itself; tags are not given.
    const applies = /:(Execute|DeleteStack|Cancel|Continue|Set|Update|TagResource)/;
    const may = actionsOf("PlannerRole");
    expect(needed.filter((action) => !applies.test(action) && !may.includes(action))).toEqual([]);
    expect(needed.length).toBeGreaterThan(20);
  });

  test("the planner reads no secret and uses no key: whoever opens a pull request writes what it runs", () => {
    const may = actionsOf("PlannerRole");
    const shows = [
      "secretsmanager:GetSecretValue",
      "cognito-idp:DescribeUserPoolClient", // its secret among the rest
      "cognito-idp:ListUserPoolClientSecrets",
      "elasticloadbalancing:DescribeRules", // the header that only the way in knows
    ];
    expect(may.filter((action) => shows.includes(action))).toEqual([]);
    expect(may.filter((action) => !/:(Get|List|Describe|BatchDescribe|Detect|Validate)/.test(action)).sort()).toEqual([
      "cloudformation:CreateChangeSet",
      "cloudformation:DeleteChangeSet",
      "iam:PassRole",
      "s3:PutObject",
    ]);
  });

  test("the deployer passes every role of a task, and none of another service", () => {
    const [pass] = of("RolloutPolicy").filter(({ Action }) => list(Action).includes("iam:PassRole"));
    const patterns = list(pass!.Resource).map(
      (arn) => new RegExp(`^${arn.replace(/[.]/g, "\\.").replace("*", ".*")}$`),
    );
    const roles = names("AWS::IAM::Role", "RoleName").filter((name) => /-(task|execution)(-|$)/.test(name));
    expect(roles).toHaveLength(16);
    for (const role of roles)
      expect([role, patterns.some((pattern) => pattern.test(`arn:aws:iam::123456789012:role/${role}`))]).toEqual([
        role,
        true,
      ]);
  });

  test("the deployer may tag what it released, in every repository of images", () => {
    const actions = ["ecr:BatchGetImage", "ecr:PutImage"];
    const [tag] = of("ImagePolicy").filter(({ Action }) => actions.every((action) => list(Action).includes(action)));
    const [pattern] = list(tag!.Resource).map((arn) => new RegExp(`^${arn.split("/")[1]!.replace("*", ".*")}$`));
    const repositories = names("AWS::ECR::Repository", "RepositoryName");
    expect(repositories.length).toBeGreaterThan(0);
    expect(repositories.filter((name) => !pattern!.test(name))).toEqual([]);
  });

  test("the deployer runs the two one-shot tasks and no other", () => {
    const [run] = of("RolloutPolicy").filter(({ Action }) => list(Action).includes("ecs:RunTask"));
    const families = list(run!.Resource).map((arn) => arn.split("/")[1]!.replace(/:\*$/, ""));
    expect(families.sort()).toEqual(
      names("AWS::ECS::TaskDefinition", "Family")
        .filter((name) => /migrations|database-roles/.test(name))
        .sort(),
    );
    expect(run!.Condition).toHaveProperty("ArnEquals");
  });

  test("the deployer writes to the topic that the platform makes, with that topic's key, and to no other", () => {
    const [topic] = resources.filter(({ id }) => id === "AlertTopic");
    const [alias] = resources.filter(({ id }) => id === "OperationsKeyAlias");
    const arn = `arn:aws:sns:ap-southeast-5:123456789012:${String(topic?.Properties?.["TopicName"])}`;
    const rights = of("LedgerPolicy");
    const publish = rights.filter(({ Action }) => list(Action).includes("sns:Publish"));
    expect(publish.map(({ Resource }) => Resource)).toEqual([arn]);
    const [key] = rights.filter(({ Action }) => list(Action).includes("kms:GenerateDataKey"));
    expect(key?.Condition).toEqual({
      StringEquals: { "kms:ViaService": "sns.ap-southeast-5.amazonaws.com" },
      "ForAnyValue:StringEquals": { "kms:ResourceAliases": alias?.Properties?.["AliasName"] },
    });
    const [{ outputs } = { outputs: {} }] = renderTree(environment, "bootstrap", {
      MainSubjects: "m",
      DeployerSubjects: "a",
    });
    expect((outputs as Record<string, { value: unknown }>)["AlertTopicArn"]?.value).toBe(arn);
  });

  test("the roles that make roles cannot make themselves more", () => {
    const [make] = of("RolesPolicy").filter(({ Action }) => list(Action).includes("iam:CreateRole"));
    for (const arn of list(make!.Resource)) expect(arn).toMatch(/:(role|policy)\/cashsouk-\*$/);
    for (const role of names("AWS::IAM::Role", "RoleName").filter((name) => /github-actions|cloudformation/.test(name)))
      expect(role).not.toMatch(/^cashsouk-/);
  });
});
