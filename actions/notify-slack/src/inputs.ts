import { type InputReader, inputReader, nearest, type RawInputs } from "@cashsouk/deploy";
import { kinds, knownOutcomes, type Notice, outcomeNamed, parseDeployments, parseNeeds } from "@cashsouk/deploy/notify";

/** To whom it is told, before secrets are read and clients are made. */
export interface NotifyInputs {
  readonly notice: Notice;
  readonly bot:
    | {
        readonly token: string | undefined;
        readonly tokenSecret: string | undefined;
        readonly channel: string;
        readonly apiUrl: string;
      }
    | undefined;
  readonly webhookUrl: string | undefined;
  readonly topicArn: string | undefined;
  /** What is to be told although no input leads there: a secret that isn't set is an input that is empty. */
  readonly unreachable: string | undefined;
  readonly onError: "warn" | "error";
}

export function parseInputs(raw: RawInputs): NotifyInputs {
  const read = inputReader(raw);
  const inputs: NotifyInputs = {
    notice: readNotice(read),
    ...readReceivers(read),
    onError: read.oneOf("on-error", ["warn", "error"], "warn"),
  };
  read.done();
  return inputs;
}

/** As many fit into the shortest of a message's texts; who is cut off is called by nobody, and not told of. */
const mostMentions = 40;

function readNotice(read: InputReader): Notice {
  const outcome = readOutcome(read);
  const reason = read.optional("reason");
  const needs = readJson(read, "needs", parseNeeds, "the context `needs` (job → result, outputs)");
  const deployments = readJson(read, "deployments", parseDeployments, "ecs-rollout's output `deployments`");
  const notice: Notice = {
    event: read.oneOf("event", ["started", "step", "finished"], "finished"),
    kind: read.oneOf("kind", kinds, "deployment"),
    thread: read.optional("thread"),
    environment: read.required("environment"),
    result: { ...(outcome ? { outcome } : {}), ...(reason ? { reason } : {}), ...(deployments ? { deployments } : {}) },
    needs: needs ?? {},
    mentions: read.list("mention").map((who) => mention(read, who)),
    fields: read.map("fields"),
  };
  if (notice.mentions.length > mostMentions)
    read.problem(
      "mention",
      `want at most ${mostMentions}, got ${notice.mentions.length}: name a group of users instead`,
    );
  if (notice.event === "step" && !reason) read.problem("reason", "is what a step tells: give it");
  // Of needs that can't be read their own problem tells.
  const needsTell = needs ? Object.keys(needs).length > 0 : read.optional("needs");
  if (notice.event === "finished" && !outcome && !needsTell)
    read.problem("outcome", "give one of outcome and needs: nothing else says what it came to");
  if (notice.event === "started" && notice.thread)
    read.problem("thread", "is made by started: give it to step and finished");
  return notice;
}

/** Ours, or GitHub's own word for how a job ended, as `job.status` has it. */
function readOutcome(read: InputReader): string | undefined {
  const word = read.optional("outcome");
  if (!word) return undefined;
  if (!knownOutcomes.includes(word))
    read.problem("outcome", `want one of ${knownOutcomes.join(", ")}, got "${word}"${nearest(word, knownOutcomes)}`);
  return outcomeNamed(word);
}

/** A problem never repeats a token or an address: each of them gives access. */
function readReceivers(read: InputReader): Pick<NotifyInputs, "bot" | "webhookUrl" | "topicArn" | "unreachable"> {
  const token = read.optional("token");
  const tokenSecret = read.optional("token-secret");
  const channel = read.optional("channel");
  const apiUrl = read.optional("api-url") ?? "https://slack.com/api";
  const webhookUrl = read.optional("webhook-url");
  const topicArn = read.optional("topic-arn");
  const ways = [token, tokenSecret, webhookUrl].filter(Boolean).length;
  if (ways > 1) read.problem("token", `give one of token, token-secret and webhook-url, got ${ways}`);
  if ((token || tokenSecret) && !channel) read.problem("channel", "goes with a token: give the channel's id");
  if (channel && ways > 0 && webhookUrl) read.problem("channel", "a webhook has its own channel");
  if (!isAddress(apiUrl)) read.problem("api-url", "want an http or https address");
  if (webhookUrl && !isAddress(webhookUrl)) read.problem("webhook-url", "want an http or https address");
  if (webhookUrl && isWorkflow(webhookUrl))
    read.problem("webhook-url", "want an incoming webhook's address (…/services/…): a workflow's takes no message");
  if (topicArn && !/^arn:[\w-]+:sns:[\w-]+:\d{12}:[\w-]+$/.test(topicArn))
    read.problem("topic-arn", `want the ARN of an SNS topic, got "${topicArn}"`);
  const bot = token || tokenSecret ? { token, tokenSecret, channel: channel ?? "", apiUrl } : undefined;
  const unreachable = channel ? `Slack's ${channel}` : topicArn ? undefined : "Slack";
  return { bot, webhookUrl, topicArn, unreachable: ways === 0 ? unreachable : undefined };
}

const isAddress = (text: string) => /^https?:\/\/\S+$/.test(text) && URL.canParse(text);

/** What starts a workflow says `ok` to whatever comes, and tells only what the workflow's own variables hold. */
function isWorkflow(address: string): boolean {
  const { hostname, pathname } = URL.parse(address) ?? {};
  return /^hooks\.slack(?:-gov)?\.com$/.test(hostname ?? "") && /^\/(?:triggers|workflows)\//.test(pathname ?? "");
}

/** As Slack writes it in a message. */
function mention(read: InputReader, who: string): string {
  if (/^[UW][A-Z0-9]+$/.test(who)) return `<@${who}>`;
  if (/^S[A-Z0-9]+$/.test(who)) return `<!subteam^${who}>`;
  if (/^(here|channel|everyone)$/.test(who)) return `<!${who}>`;
  read.problem("mention", `want user ids (U…), group ids (S…), here, channel or everyone, got "${who}"`);
  return "";
}

function readJson<T>(read: InputReader, name: string, parse: (value: unknown) => T | undefined, wanted: string) {
  const value = read.json(name);
  if (value === undefined) return undefined;
  const parsed = parse(value);
  if (!parsed) read.problem(name, `want ${wanted}`);
  return parsed;
}
