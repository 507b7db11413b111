import { askPatiently } from "../asking/ask-patiently";
import { oneLine } from "../aws-fault";
import { DeployError } from "../error";
import { asEnd } from "./ends";
import { newestEvents, whose } from "./events";
import { succeeded } from "./next-step";
import type { PendingUpdate, StackPorts } from "./ports";
import { describeStack } from "./stacks";
import { until } from "./wait";

type Ports = Pick<StackPorts, "cloudFormation" | "clock" | "log">;

/** GitHub ends a cancelled job, its post steps too, five minutes after the cancellation. */
const limitMs = 240_000;

/**
 * Ends what a killed step left: cancels the update if it still goes on, and awaits the stack's rest. Gives what became of
 * it in a sentence. Whatever does not carry the update's own token is another's, and left alone. Throws where the stack does not come to rest in time.
 */
export async function finishUpdate(ports: Ports, update: PendingUpdate): Promise<string> {
  return finish(ports, update).catch((error: unknown) => {
    throw asEnd(update.name, error, (text) => text) ?? error;
  });
}

async function finish(ports: Ports, { name, stackId, token }: PendingUpdate): Promise<string> {
  const { cloudFormation, clock, log } = ports;
  const find = async (): Promise<string> =>
    (await describeStack(cloudFormation, stackId))?.StackStatus ?? "DELETE_COMPLETE";
  const status = await askPatiently({ clock, log }, name, find);
  if (!status.endsWith("_IN_PROGRESS")) return told(name, status);
  if (!(await goesOn(ports, { name, stackId, token })))
    return `${name}: another change of the stack goes on: ${status}`;
  if (status === "UPDATE_IN_PROGRESS") {
    await cloudFormation
      .cancelUpdateStack({ StackName: stackId })
      .catch((error: Error) => log.warning(`${name}: the update could not be cancelled: ${oneLine(error)}`));
  }
  const what = "the update is cancelled, and its rollback was not done";
  const resting = async () => {
    const now = await find();
    return now.endsWith("_IN_PROGRESS") ? undefined : now;
  };
  return told(name, await until({ clock, log, limitMs, about: name, what }, resting));
}

/**
 * Whether the stack's newest event that can tell is this update's: otherwise somebody else has begun another since. The stack's own
 * is pages away where many resources change; those of its resources bear the token as well.
 */
async function goesOn(
  { cloudFormation, clock, log }: Ports,
  { name, stackId, token }: PendingUpdate,
): Promise<boolean> {
  const events = await askPatiently({ clock, log }, name, () => newestEvents(cloudFormation, stackId));
  const telling = events.find(
    ({ PhysicalResourceId, ClientRequestToken }) => ClientRequestToken !== undefined || PhysicalResourceId === stackId,
  );
  return telling !== undefined && whose(telling, token) === "ours";
}

function told(name: string, status: string): string {
  if (succeeded(status)) return `${name}: the update had come to its end before it could be cancelled: ${status}`;
  if (status === "UPDATE_ROLLBACK_COMPLETE") return `${name}: the update was cancelled and rolled back: ${status}`;
  throw new DeployError("not-rolled-back", `${name}: the update was cancelled; the stack is ${status}`);
}
