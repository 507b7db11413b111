/** How an action is started so that its first call of AWS is its last: it is denied. */
export interface Start {
  readonly inputs: Readonly<Record<string, string>>;
  /** Files of the folder that it runs in. */
  readonly files?: Readonly<Record<string, string>>;
  /** That call, as a bundle with this command alone makes it. */
  readonly client: string;
  readonly call: string;
  readonly input: object;
}

const manifest = JSON.stringify({
  services: [{ name: "api", package: "@shop/api", dockerfile: "Dockerfile", subdomain: "api", order: 1 }],
});
const workspace = {
  "services.json": manifest,
  Dockerfile: "FROM scratch\n",
  "package.json": JSON.stringify({ name: "@shop/api", version: "1.0.0" }),
};

export const starts: Readonly<Record<string, Start>> = {
  "detect-affected": {
    inputs: { environment: "staging" },
    client: "SSM",
    call: "GetParametersByPath",
    input: { Path: "/cashsouk/staging/released" },
  },
  "build-push": { inputs: {}, files: workspace, client: "ECR", call: "GetAuthorizationToken", input: {} },
  "run-migration-task": {
    inputs: { cluster: "shop", "task-definition": "migrations", service: "api" },
    client: "ECS",
    call: "DescribeTaskDefinition",
    input: { taskDefinition: "migrations", include: ["TAGS"] },
  },
  "ecs-rollout": {
    inputs: { cluster: "shop" },
    files: workspace,
    client: "ECS",
    call: "DescribeServices",
    input: { cluster: "shop", services: ["api"] },
  },
  "notify-slack": {
    inputs: {
      "token-secret": "slack",
      channel: "C1",
      environment: "staging",
      outcome: "deployed",
      "on-error": "error",
    },
    client: "SecretsManager",
    call: "GetSecretValue",
    input: { SecretId: "slack" },
  },
  "deploy-stack": {
    inputs: { name: "shop", template: "root.yaml" },
    files: { "root.yaml": "Resources:\n  Topic: { Type: AWS::SNS::Topic }\n" },
    client: "CloudFormation",
    call: "DescribeStacks",
    input: { StackName: "shop" },
  },
};
