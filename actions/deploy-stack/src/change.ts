import { saveState, setSecret } from "@actions/core";
import { describeError, DeployError, systemClock } from "@cashsouk/deploy";
import { deployStack, failureSummary, makeSecrets, type StackPorts, stackSummary } from "@cashsouk/deploy/stack";
import { writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onFirstCall } from "../../src/on-first-call";
import type { ActionContext } from "../../src/run-action";
import { comment } from "./comment";
import type { StackInputs } from "./inputs";
import { failureOutputs, outputs } from "./outputs";

/** Plans or changes the stack. Throws why it is not as its template says. */
export async function change(
  { aws, log, cancelled, output, summarise }: ActionContext,
  inputs: StackInputs,
): Promise<void> {
  const { CloudFormation } = await import("../../src/clients/cloudformation");
  const cloudFormation = aws(CloudFormation, inputs.region ? { region: inputs.region } : {});
  const region = await cloudFormation.config.region();
  const { endpoint } = inputs.artifacts ?? {};
  const s3 = { region, ...(endpoint ? { endpoint, forcePathStyle: true } : {}) };
  const artifacts = onFirstCall(async () => aws((await import("../../src/clients/s3")).S3, s3));
  const ledger = onFirstCall(async () => aws((await import("../../src/clients/ssm")).SSM, { region }));
  const secrets = makeSecrets(setSecret);
  const ports: StackPorts = {
    cloudFormation,
    artifacts,
    ledger,
    isAncestor: async (commit, of) => (await import("@cashsouk/deploy/release")).gitAncestry(process.cwd())(commit, of),
    clock: systemClock,
    log,
    cancelled,
    secrets,
    onPending: (update) => saveState("update", update ?? ""),
  };
  const result = await deployStack(ports, { ...inputs, region }).catch(async (error: unknown) => {
    output(failureOutputs(error));
    if (!(error instanceof DeployError)) throw error;
    const summary = failureSummary(inputs.name, error);
    await summarise(summary);
    // An earlier commit's plan must not stand there as if it were this one's. Why there is none comes before why that is not told.
    await comment(process.env, inputs, summary).catch((failure: unknown) => log.warning(describeError(failure)));
    throw error;
  });
  const summary = stackSummary(result, (text) => secrets.hide(text));
  output(outputs(result, inputs.mode === "plan" ? await writePlan(inputs.name, region, summary) : ""));
  await summarise(summary);
  await comment(process.env, inputs, summary);
}

/** Where later steps read it, as Markdown: a comment on a pull request, an artifact. */
async function writePlan(name: string, region: string, text: string): Promise<string> {
  const file = join(process.env["RUNNER_TEMP"] ?? tmpdir(), `plan-${name}-${region}.md`);
  await writeFile(file, `${text}\n`);
  return file;
}
