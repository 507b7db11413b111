import { credentialsExpired } from "./credentials-expired";
import { credentialsFault } from "./credentials-fault";
import { DeployError } from "./error";

const before = "run aws-actions/configure-aws-credentials before this step";

export interface AwsCall {
  /** What an error of its begins with. */
  readonly about: string;
  /** Whether AWS has answered an earlier call with the same credentials. */
  readonly hadBeenGood: boolean;
}

/** Loaded where an AWS call failed of it. */
export function notSetUp(error: Error, { about, hadBeenGood }: AwsCall): DeployError | undefined {
  const { name, message } = error;
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
  const fault = credentialsFault(error);
  if (!fault) return undefined;
  // Credentials that had been good have expired, others never were.
  if (hadBeenGood) return credentialsExpired(about, fault, error);
  const [why, hint] = /Expired/.test(fault)
    ? ["the credentials have expired", "Sign in again, or give the action `role-to-assume`."]
    : ["AWS does not know the credentials", "Is it the right account, and the right partition's Region?"];
  return told("credentials-refused", `${about}: ${why} (${fault})`, hint);
}
