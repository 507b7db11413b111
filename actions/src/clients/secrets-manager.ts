import {
  GetSecretValueCommand,
  type SecretsManager as Whole,
  SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import { withCalls } from "./with-calls";

export const SecretsManager = withCalls<Whole>()(SecretsManagerClient, {
  GetSecretValueCommand,
});
