import { PublishCommand, type SNS as Whole, SNSClient } from "@aws-sdk/client-sns";
import { withCalls } from "./with-calls";

export const SNS = withCalls<Whole>()(SNSClient, { PublishCommand });
