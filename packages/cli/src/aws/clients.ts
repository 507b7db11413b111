/** Clients of the SDK, each loaded when it is asked for: together they take most of a second. */
export const clients = {
  cloudFormation: async () => new (await import("@aws-sdk/client-cloudformation")).CloudFormation({}),
  ecr: async () => new (await import("@aws-sdk/client-ecr")).ECR({}),
  ecs: async () => new (await import("@aws-sdk/client-ecs")).ECS({}),
  logs: async () => new (await import("@aws-sdk/client-cloudwatch-logs")).CloudWatchLogs({}),
  s3: async () => new (await import("@aws-sdk/client-s3")).S3({}),
  secrets: async () => new (await import("@aws-sdk/client-secrets-manager")).SecretsManager({}),
  ssm: async () => new (await import("@aws-sdk/client-ssm")).SSM({}),
  sts: async () => new (await import("@aws-sdk/client-sts")).STS({}),
  targets: async () => new (await import("@aws-sdk/client-elastic-load-balancing-v2")).ElasticLoadBalancingV2({}),
};
