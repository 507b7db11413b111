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
  const failures: DeployError[] = [];
  const failed = (what: string, thrown: unknown) => {
    const cause = explainAws(thrown);
    const hint = cause instanceof DeployError ? cause.hint : undefined;
    const failure = new DeployError("not-told", `${what}: ${whyFailed(cause)}`, hint, { cause });
    failures.push(failure);
    said.push(`**${inline(failure.message)}**`, ...(hint ? [inline(hint)] : []));
    // Where the step fails, it says so itself.
    if (inputs.onError === "warn") log.warning(`${what}: ${describeError(cause)}`);
  };
  let slack: Delivery | undefined;
  // One that can't be reached keeps nobody else from hearing of it.
  for (const { name, find } of receiversOf(inputs, aws)) {
    try {
      const receiver = await find();
      // What writes messages is loaded once there is somebody to write to.
      const { notify } = await import("@cashsouk/deploy/notify");
      const delivery = await notify(systemClock, receiver, inputs.notice, origin);
      if (delivery.thread) slack = delivery;
      log.info([`Told ${name}`, delivery.permalink].filter(Boolean).join(": "));
      said.push(delivery.permalink ? `Told [${inline(name)}](${delivery.permalink})` : `Told ${inline(name)}`);
      for (const note of delivery.notes) {
        said.push(inline(note));
        log.warning(`${name}: ${note}`);
      }
      if (delivery.uncalled) failed(`${name}: nobody was called`, delivery.uncalled);
    } catch (thrown) {
      failed(`${name} was not told`, thrown);
    }
  }
  output(outputs(slack, failures.length === 0));
  await summarise(`${said.join("\n\n")}\n`);
  // What was deployed is deployed, whether anybody hears of it or not.
  if (inputs.onError === "error" && failures.length > 0) throw allOf(failures);
});

function allOf(failures: readonly DeployError[]): DeployError {
  const hints = failures.flatMap(({ hint }) => hint ?? []);
  const message = failures.map((failure) => failure.message).join("; ");
  return new DeployError("not-told", message, hints.join("\n") || undefined, { cause: failures[0]?.cause });
}
