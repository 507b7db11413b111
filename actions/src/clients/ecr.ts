import {
  BatchGetImageCommand,
  GetAuthorizationTokenCommand,
  PutImageCommand,
  type ECR as Whole,
  ECRClient,
} from "@aws-sdk/client-ecr";
import { withCalls } from "./with-calls";

export const ECR = withCalls<Whole>()(ECRClient, {
  BatchGetImageCommand,
  GetAuthorizationTokenCommand,
  PutImageCommand,
});
