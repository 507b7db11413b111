import { DeployError, type Log, oneLine } from "@cashsouk/deploy";
import { clients } from "./clients";

/** Where a command acts unless AWS_REGION says otherwise: all data stays in Malaysia. */
const homeRegion = "ap-southeast-5";

export interface Account {
  readonly id: string;
  /** Who is signed in. */
  readonly arn: string;
  readonly region: string;
}

/** Settles the Region, and tells in which account and as whom the command acts: credentials are the caller's own. */
export async function openAccount(log: Log): Promise<Account> {
  const { AWS_REGION, AWS_DEFAULT_REGION, AWS_ENDPOINT_URL } = process.env;
  const region = (process.env["AWS_REGION"] = AWS_REGION || AWS_DEFAULT_REGION || homeRegion);
  const sts = await clients.sts();
  const { Account: id = "", Arn: arn = "" } = await sts.getCallerIdentity({}).catch((cause: Error) => {
    throw new DeployError(
      "no-account",
      `AWS: who is signed in can't be told: ${oneLine(cause)}`,
      "Give credentials as for AWS's own tools: AWS_PROFILE, or AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN.",
      { cause },
    );
  });
  log.info(`Account ${id}, ${region}, as ${arn}${AWS_ENDPOINT_URL ? `, at ${AWS_ENDPOINT_URL}` : ""}`);
  return { id, arn, region };
}
