import {
  GetLogEventsCommand,
  type CloudWatchLogs as Whole,
  CloudWatchLogsClient,
} from "@aws-sdk/client-cloudwatch-logs";
import { withCalls } from "./with-calls";

export const CloudWatchLogs = withCalls<Whole>()(CloudWatchLogsClient, {
  GetLogEventsCommand,
});
