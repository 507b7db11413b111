import { inputReader, type RawInputs } from "@cashsouk/deploy";

/** A role that the action takes on by itself, and renews. */
export interface Role {
  readonly arn: string;
  readonly durationSeconds: number;
}

/** What every action has besides its own inputs. */
export interface CommonInputs {
  readonly summary: boolean;
  readonly role: Role | undefined;
}

const roleArn = /^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/;

export function parseCommonInputs(raw: RawInputs, env: NodeJS.ProcessEnv): CommonInputs {
  const read = inputReader(raw);
  const summary = read.flag("summary", true);
  const arn = read.optional("role-to-assume");
  // AWS's limits of a role's session: 15 minutes to 12 hours.
  const durationSeconds = read.wholeNumber("role-duration-seconds", 3600, { min: 900, max: 43_200 });
  if (arn && !roleArn.test(arn))
    read.problem("role-to-assume", `want a role's ARN such as arn:aws:iam::123456789012:role/deployer, got "${arn}"`);
  if (arn && !hasIdentity(env))
    read.problem("role-to-assume", "needs the job's identity token: give the job `permissions: id-token: write`");
  read.done();
  return { summary, role: arn ? { arn, durationSeconds } : undefined };
}

/** Whether GitHub gave this job the right to ask for an identity token. */
export function hasIdentity(env: NodeJS.ProcessEnv): boolean {
  return Boolean(env["ACTIONS_ID_TOKEN_REQUEST_URL"] && env["ACTIONS_ID_TOKEN_REQUEST_TOKEN"]);
}
