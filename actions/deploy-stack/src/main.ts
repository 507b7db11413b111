import { awsClient, systemClock } from "@cashsouk/deploy";
import { gitAncestry } from "@cashsouk/deploy/release";
import { deployStack, stackSummary } from "@cashsouk/deploy/stack";
import { runAction } from "../../src/run-action";
import { parseInputs } from "./inputs";
import { outputs } from "./outputs";

void runAction(async ({ input, log, cancelled, output, summarise }) => {
  const inputs = parseInputs(input);
  const { CloudFormation } = await import("@aws-sdk/client-cloudformation");
  const { S3 } = await import("@aws-sdk/client-s3");
  const { SSM } = await import("@aws-sdk/client-ssm");
  const cloudFormation = awsClient(CloudFormation, inputs.region ? { region: inputs.region } : {});
  const region = await cloudFormation.config.region();
  const { endpoint } = inputs.artifacts ?? {};
  const artifacts = awsClient(S3, { region, ...(endpoint ? { endpoint, forcePathStyle: true } : {}) });
  const ledger = awsClient(SSM, { region });
  const isAncestor = gitAncestry(process.cwd());
  const ports = { cloudFormation, artifacts, ledger, isAncestor, clock: systemClock, log, cancelled };
  const result = await deployStack(ports, { ...inputs, region });
  output(outputs(result));
  await summarise(stackSummary(result));
});
