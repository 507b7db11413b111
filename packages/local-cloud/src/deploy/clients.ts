import { CloudFormation } from "@aws-sdk/client-cloudformation";
import { CognitoIdentityProvider } from "@aws-sdk/client-cognito-identity-provider";
import { ECS } from "@aws-sdk/client-ecs";
import { S3 } from "@aws-sdk/client-s3";
import { SecretsManager } from "@aws-sdk/client-secrets-manager";
import { SSM } from "@aws-sdk/client-ssm";
import { awsClient } from "@cashsouk/deploy";
import { gatewayUrl, type Instance, region } from "../instance/instance";

/** The emulated account's root: it lays down what must exist before a role can be assumed, and looks at what runs. */
export function rootClients(instance: Instance) {
  const settings = {
    region,
    endpoint: gatewayUrl(instance),
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
  };
  return {
    cloudFormation: awsClient(CloudFormation, settings),
    cognito: awsClient(CognitoIdentityProvider, settings),
    ecs: awsClient(ECS, settings),
    s3: awsClient(S3, { ...settings, forcePathStyle: true }),
    secrets: awsClient(SecretsManager, settings),
    ssm: awsClient(SSM, settings),
  };
}

export type RootClients = ReturnType<typeof rootClients>;
