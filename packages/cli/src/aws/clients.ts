import { awsClient } from "@cashsouk/deploy";

/** Clients of the SDK, each loaded when it is asked for: together they take most of a second. */
export const clients = {
  cloudFormation: async () => awsClient((await import("@aws-sdk/client-cloudformation")).CloudFormation),
  ecr: async () => awsClient((await import("@aws-sdk/client-ecr")).ECR),
  ecs: async () => awsClient((await import("@aws-sdk/client-ecs")).ECS),
  logs: async () => awsClient((await import("@aws-sdk/client-cloudwatch-logs")).CloudWatchLogs),
  s3: async () => awsClient((await import("@aws-sdk/client-s3")).S3),
  secrets: async () => awsClient((await import("@aws-sdk/client-secrets-manager")).SecretsManager),
  ssm: async () => awsClient((await import("@aws-sdk/client-ssm")).SSM),
  sts: async () => awsClient((await import("@aws-sdk/client-sts")).STS),
  targets: async () => awsClient((await import("@aws-sdk/client-elastic-load-balancing-v2")).ElasticLoadBalancingV2),
};
