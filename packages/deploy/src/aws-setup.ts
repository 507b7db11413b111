import { DeployError } from "./error";

const before = "run aws-actions/configure-aws-credentials before this step";
/** `User: … is not authorized to perform: ecr:GetAuthorizationToken on resource: …` */
const permission = /not authorized to perform:?\s+`?([\w-]+:\w+)/;

/** What the SDK throws where a step was not set up for AWS, in words that say what to do; anything else as it is. */
export function explainSetup(error: unknown): unknown {
  const { name = "", message = "" } = (error ?? {}) as { name?: string; message?: string };
  if (error instanceof DeployError) return error;
  const told = (code: string, text: string, hint?: string) => new DeployError(code, text, hint, { cause: error });
  // A variable of the workflow's that is not set gives an empty one.
  const [, region] = /^Region not accepted: region="(.*?)"/.exec(message) ?? [];
  if (region) return told("no-region", `AWS_REGION: want a Region such as ap-southeast-5, got "${region}"`);
  if (message === "Region is missing" || region === "")
    return told(
      "no-region",
      "no AWS region: neither AWS_REGION nor a profile names one",
      `Give AWS_REGION (\`env\`), or the input \`region\` where the action has one, or ${before}.`,
    );
  if (name === "CredentialsProviderError")
    return told(
      "no-credentials",
      `no AWS credentials: ${message}`,
      `Give \`role-to-assume\` and the job \`permissions: id-token: write\`, or ${before}.`,
    );
  return error;
}

/** Also a refusal, with the permission that AWS names. Only where it is told: callers know refusals by their names. */
export function explainAws(error: unknown): unknown {
  const told = explainSetup(error);
  const { name = "", message = "" } = (told ?? {}) as { name?: string; message?: string };
  const [, missing] = told instanceof DeployError ? [] : (permission.exec(message) ?? []);
  if (!missing) return told;
  return new DeployError(
    "access-denied",
    `${name}: ${message}`,
    `The step's role lacks ${missing}: allow it in the role's policy, as this action's README lists it.`,
    { cause: error },
  );
}
