import { spawn } from "node:child_process";
import { join } from "node:path";
import { CloudFormation } from "@aws-sdk/client-cloudformation";
import { IAM } from "@aws-sdk/client-iam";
import { rootSettings } from "./account";
import { root } from "./world";

/** Credentials of somebody who has one policy that a stack puts out, and nothing else. */
export async function operatorWith(stack: string, output: string): Promise<NodeJS.ProcessEnv> {
  const { Stacks } = await new CloudFormation(rootSettings()).describeStacks({ StackName: stack });
  const PolicyArn = Stacks?.[0]?.Outputs?.find(({ OutputKey }) => OutputKey === output)?.OutputValue;
  const iam = new IAM(rootSettings());
  const UserName = `operator-${Date.now()}`;
  await iam.createUser({ UserName });
  await iam.attachUserPolicy({ UserName, PolicyArn });
  const { AccessKey } = await iam.createAccessKey({ UserName });
  return {
    AWS_ENDPOINT_URL: rootSettings().endpoint,
    AWS_REGION: rootSettings().region,
    AWS_ACCESS_KEY_ID: AccessKey?.AccessKeyId,
    AWS_SECRET_ACCESS_KEY: AccessKey?.SecretAccessKey,
  };
}

/** The command line as people start it; what it tells is shown as it comes. */
export function cashsouk(
  environment: NodeJS.ProcessEnv,
  ...args: string[]
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const { PATH, HOME } = process.env;
  const child = spawn(process.execPath, [join(root, "packages", "cli", "bin", "cashsouk.cjs"), ...args], {
    cwd: root,
    env: { PATH, HOME, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let [stdout, stderr] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => (stdout += chunk));
  child.stderr.setEncoding("utf8").on("data", (chunk: string) => {
    stderr += chunk;
    process.stdout.write(chunk);
  });
  return new Promise((done, fail) => child.on("error", fail).on("close", (code) => done({ code, stdout, stderr })));
}
