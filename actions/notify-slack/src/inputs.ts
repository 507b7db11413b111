import { type InputReader, inputReader, type RawInputs } from "@cashsouk/deploy";
import { type Notice, parseDeployments, parseNeeds } from "@cashsouk/deploy/notify";

export interface NotifyInputs extends Notice {
  readonly token: string | undefined;
  readonly tokenSecret: string | undefined;
  readonly onError: "warn" | "error";
}

export function parseInputs(raw: RawInputs): NotifyInputs {
  const read = inputReader(raw);
  const outcome = read.optional("outcome");
  const reason = read.optional("reason");
  const deployments = readJson(read, "deployments", parseDeployments, "ecs-rollout's output `deployments`");
  const inputs: NotifyInputs = {
    token: read.optional("token"),
    tokenSecret: read.optional("token-secret"),
    channel: read.required("channel"),
    apiUrl: read.optional("api-url") ?? "https://slack.com/api",
    event: read.oneOf("event", ["started", "step", "finished"], "finished"),
    thread: read.optional("thread"),
    environment: read.required("environment"),
    result: { ...(outcome ? { outcome } : {}), ...(reason ? { reason } : {}), ...(deployments ? { deployments } : {}) },
    needs: readJson(read, "needs", parseNeeds, "the context `needs` (job → result, outputs)") ?? {},
    onError: read.oneOf("on-error", ["warn", "error"], "warn"),
  };
  if (!inputs.token === !inputs.tokenSecret) read.problem("token", "give one of token and token-secret");
  if (inputs.event === "step" && !reason) read.problem("reason", "is what a step tells: give it");
  if (inputs.event === "finished" && !outcome && Object.keys(inputs.needs).length === 0)
    read.problem("outcome", "give one of outcome and needs: nothing else says what it came to");
  if (inputs.event === "started" && inputs.thread)
    read.problem("thread", "is made by started: give it to step and finished");
  if (!/^https?:\/\/\S+$/.test(inputs.apiUrl))
    read.problem("api-url", `want an http or https address, got "${inputs.apiUrl}"`);
  read.done();
  return inputs;
}

function readJson<T>(read: InputReader, name: string, parse: (value: unknown) => T | undefined, wanted: string) {
  const value = read.json(name);
  if (value === undefined) return undefined;
  const parsed = parse(value);
  if (!parsed) read.problem(name, `want ${wanted}`);
  return parsed;
}
