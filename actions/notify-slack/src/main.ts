import { setSecret } from "@actions/core";
import { awsClient, describeError, systemClock } from "@cashsouk/deploy";
import { notify, readToken } from "@cashsouk/deploy/notify";
import { runAction } from "../../src/run-action";
import { type NotifyInputs, parseInputs } from "./inputs";
import { readOrigin } from "./origin";
import { outputs } from "./outputs";

void runAction(async ({ input, log, output }) => {
  const inputs = parseInputs(input);
  let thread: string | undefined;
  try {
    const token = await findToken(inputs);
    setSecret(token);
    thread = await notify(systemClock, token, inputs, readOrigin(process.env));
  } catch (error) {
    // What was deployed is deployed, whether Slack hears of it or not.
    if (inputs.onError === "error") throw error;
    log.warning(describeError(error));
  }
  output(outputs(thread));
});

async function findToken({ token, tokenSecret = "" }: NotifyInputs): Promise<string> {
  if (token) return token;
  const { SecretsManager } = await import("@aws-sdk/client-secrets-manager");
  return readToken(awsClient(SecretsManager), tokenSecret);
}
