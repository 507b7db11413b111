import { DeployError } from "../error";
import { urlPattern } from "../public-host";
import type { FoundationRequest, FoundationStacks } from "./lay";
import { parameterReader } from "./parameter-files";

/** What the workflows are told of an account, as the repository's variables on GitHub: each has its `vars.<NAME>` there. */
export function workflowVariables(
  { environment, templates, region }: Pick<FoundationRequest, "environment" | "templates" | "region">,
  { bootstrap }: FoundationStacks,
): Record<string, string> {
  const parameter = parameterReader(templates, environment);
  const output = (name: string) => {
    const value = bootstrap.outputs[name];
    if (value) return value;
    throw new DeployError("missing-output", `${bootstrap.name} has no output ${name}`);
  };
  return {
    ENVIRONMENT: environment,
    AWS_REGION: region,
    READER_ROLE_ARN: output("ReaderRoleArn"),
    BUILDER_ROLE_ARN: output("BuilderRoleArn"),
    DEPLOYER_ROLE_ARN: output("DeployerRoleArn"),
    ...(bootstrap.outputs["PlannerRoleArn"] ? { PLANNER_ROLE_ARN: bootstrap.outputs["PlannerRoleArn"] } : {}),
    CLOUDFORMATION_ROLE_ARN: output("CloudFormationRoleArn"),
    ARTIFACTS: output("ArtifactsBucketName"),
    PUBLIC_URL_PATTERN: urlPattern(
      environment,
      parameter("platform", "DomainName"),
      parameter.optional("platform", "PublicPort"),
    ),
    ALERT_TOPIC_ARN: output("AlertTopicArn"),
    SLACK_TOKEN_SECRET: parameter("bootstrap", "SlackTokenSecret"),
  };
}
