import { awsClient } from "@cashsouk/deploy";

/** Clients of the SDK, each loaded when it is asked for: together they take most of a second. */
export const clients = {
  cloudFormation: async () => awsClient((await import("@aws-sdk/client-cloudformation")).CloudFormation),
  ecr: async () => awsClient((await import("@aws-sdk/client-ecr")).ECR),
  /** In whichever Region an image's host, or a log, names. */
  ecrIn: async () => {
    const { ECR } = await import("@aws-sdk/client-ecr");
    return (region: string) => awsClient(ECR, { region });
  },
  ecs: async () => awsClient((await import("@aws-sdk/client-ecs")).ECS),
  logs: async () => awsClient((await import("@aws-sdk/client-cloudwatch-logs")).CloudWatchLogs),
  logsIn: async () => {
    const { CloudWatchLogs } = await import("@aws-sdk/client-cloudwatch-logs");
    return (region: string) => awsClient(CloudWatchLogs, { region });
  },
  s3: async () => awsClient((await import("@aws-sdk/client-s3")).S3),
  secrets: async () => awsClient((await import("@aws-sdk/client-secrets-manager")).SecretsManager),
  ssm: async () => awsClient((await import("@aws-sdk/client-ssm")).SSM),
  sts: async () => awsClient((await import("@aws-sdk/client-sts")).STS),
  targets: async () => awsClient((await import("@aws-sdk/client-elastic-load-balancing-v2")).ElasticLoadBalancingV2),
};
