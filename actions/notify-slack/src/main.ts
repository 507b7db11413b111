import { describeError, DeployError, explainAws, inline, systemClock, whyFailed } from "@cashsouk/deploy";
import { type Delivery, withoutServices } from "@cashsouk/deploy/notify";
import { runAction } from "../../src/run-action";
import { parseInputs } from "./inputs";
import { readOrigin } from "./origin";
import { outputs } from "./outputs";
import { receiversOf } from "./receivers";

void runAction(async ({ read, aws, log, output, summarise }) => {
  const inputs = read(parseInputs);
  const origin = readOrigin(process.env);
  for (const job of withoutServices(inputs.notice.needs))
    log.warning(
      `needs: the output deployments of the job ${job} is not ecs-rollout's: it is told without its services`,
    );
  const said: string[] = [];
  const failures: unknown[] = [];
  let slack: Delivery | undefined;
  // One that can't be reached keeps nobody else from hearing of it.
  for (const { name, find } of receiversOf(inputs, aws)) {
    try {
      const receiver = await find();
      // What writes messages is loaded once there is somebody to write to.
      const { notify } = await import("@cashsouk/deploy/notify");
      const delivery = await notify(systemClock, receiver, inputs.notice, origin);
      if (delivery.thread) slack = delivery;
      said.push(delivery.permalink ? `Told [${inline(name)}](${delivery.permalink})` : `Told ${inline(name)}`);
      for (const note of delivery.notes) log.warning(`${name}: ${note}`);
    } catch (thrown) {
      const error = explainAws(thrown);
      failures.push(error);
      said.push(`**Not told:** ${inline(name)}: ${inline(describeError(error))}`);
      log.warning(`${name} was not told: ${describeError(error)}`);
    }
  }
  output(outputs(slack, failures.length === 0));
  await summarise(`${said.join("\n\n")}\n`);
  // What was deployed is deployed, whether anybody hears of it or not.
  if (inputs.onError === "error" && failures.length > 0)
    throw new DeployError("not-told", failures.map(whyFailed).join("; "), undefined, { cause: failures[0] });
});
