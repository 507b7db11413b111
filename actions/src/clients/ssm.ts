import {
  GetParameterHistoryCommand,
  GetParametersByPathCommand,
  PutParameterCommand,
  type SSM as Whole,
  SSMClient,
} from "@aws-sdk/client-ssm";
import { withCalls } from "./with-calls";

export const SSM = withCalls<Whole>()(SSMClient, {
  GetParameterHistoryCommand,
  GetParametersByPathCommand,
  PutParameterCommand,
});
