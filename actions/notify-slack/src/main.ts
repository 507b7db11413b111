import { setSecret } from "@actions/core";
import { describeError, systemClock } from "@cashsouk/deploy";
import { notify, readToken } from "@cashsouk/deploy/notify";
import { type ActionContext, runAction } from "../../src/run-action";
import { type NotifyInputs, parseInputs } from "./inputs";
import { readOrigin } from "./origin";
import { outputs } from "./outputs";

void runAction(async ({ read, aws, log, output }) => {
  const inputs = read(parseInputs);
  let thread: string | undefined;
  try {
    const token = await findToken(inputs, aws);
    setSecret(token);
    thread = await notify(systemClock, token, inputs, readOrigin(process.env));
  } catch (error) {
    // What was deployed is deployed, whether Slack hears of it or not.
    if (inputs.onError === "error") throw error;
    log.warning(describeError(error));
  }
  output(outputs(thread));
});

async function findToken({ token, tokenSecret = "" }: NotifyInputs, aws: ActionContext["aws"]): Promise<string> {
  if (token) return token;
  const { SecretsManager } = await import("@aws-sdk/client-secrets-manager");
  return readToken(aws(SecretsManager), tokenSecret);
}
