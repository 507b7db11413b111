import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { buffer } from "node:stream/consumers";
import { fromQuery, toXml } from "./aws-query";
import { recordCall } from "./wire-record";

/** One request as AWS would see it: the action's name and its input, whatever the protocol. */
export interface WireCall {
  readonly action: string;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- a test reads fields of many APIs: their types would say nothing more
  readonly input: any;
  readonly headers: IncomingMessage["headers"];
}

/** What the server does instead of answering 200 with an object. */
class WireBehaviour {
  constructor(readonly play: (reply: Reply) => Promise<void> | void) {}
}
interface Reply {
  send(status: number, body: object): void;
  fault(code: string, message: string, status: number): void;
  raw(status: number, headers: Record<string, string>, body: string | Buffer): void;
  reset(): void;
  answer(answer: Answer): Promise<void>;
}

export type Answer = object;
export type Handler = (call: WireCall) => Answer | Promise<Answer>;
/** Per action: a function of the call, or answers in order, of which the last one repeats. */
export type Script = Record<string, Handler | readonly Answer[]>;

/** An error as AWS words it: the exception's name, its message, and the HTTP status. */
export const fault = (code: string, message = code, status = 400): Answer =>
  new WireBehaviour((reply) => reply.fault(code, message, status));
/** The connection breaks before an answer comes. */
export const reset = (): Answer => new WireBehaviour((reply) => reply.reset());
export const after = (ms: number, answer: Answer): Answer =>
  new WireBehaviour(async (reply) => {
    await new Promise((resolve) => setTimeout(resolve, ms));
    await reply.answer(answer);
  });
/** Any HTTP answer, for what is neither JSON nor query (S3). */
export const raw = (status: number, headers: Record<string, string> = {}, body: string | Buffer = ""): Answer =>
  new WireBehaviour((reply) => reply.raw(status, headers, body));

export interface AwsWire {
  readonly url: string;
  readonly calls: WireCall[];
  /** The calls' actions in order. */
  actions(): string[];
  /** The inputs of one action's calls. */
  inputs(action: string): WireCall["input"][];
  /** Client settings that lead the real SDK here. */
  readonly config: { endpoint: string; region: string; credentials: { accessKeyId: string; secretAccessKey: string } };
  close(): Promise<void>;
}

/**
 * AWS at the wire: answers the real SDK (JSON 1.1 by `X-Amz-Target`, the query protocol by `Action`,
 * S3's paths as GetObject, HeadObject, PutObject, DeleteObject with `{ Bucket, Key, Body }`) from a script.
 * An action without a script is refused with `UnscriptedAction`, which no client retries.
 */
export async function startAwsWire(script: Script, port = 0): Promise<AwsWire> {
  const calls: WireCall[] = [];
  const turns = new Map<string, number>();

  async function choose(call: WireCall): Promise<Answer> {
    const steps = script[call.action];
    if (steps === undefined) return fault("UnscriptedAction", `The script has no answer for ${call.action}`);
    if (typeof steps === "function") return steps(call);
    const turn = turns.get(call.action) ?? 0;
    turns.set(call.action, turn + 1);
    return steps[Math.min(turn, steps.length - 1)] ?? fault("UnscriptedAction", `No step for ${call.action}`);
  }

  const server = createServer((request, response) => {
    void (async () => {
      const { call, query } = readCall(request, await buffer(request));
      calls.push(call);
      recordCall(call.action, call.headers);
      const reply = makeReply(response, call.action, query);
      await reply.answer(await choose(call));
    })().catch((error: unknown) => response.destroy(error as Error));
  });
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === "object" ? address?.port : port}`;

  return {
    url,
    calls,
    actions: () => calls.map(({ action }) => action),
    inputs: (action) => calls.filter((call) => call.action === action).map((call): unknown => call.input),
    config: {
      endpoint: url,
      region: "ap-southeast-5",
      credentials: { accessKeyId: "test", secretAccessKey: "test" },
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function readCall(request: IncomingMessage, body: Buffer): { call: WireCall; query: boolean } {
  const { headers } = request;
  const target = headers["x-amz-target"];
  if (typeof target === "string") {
    const action = target.slice(target.lastIndexOf(".") + 1);
    return { call: { action, input: JSON.parse(body.toString() || "{}") as unknown, headers }, query: false };
  }
  if (headers["content-type"]?.startsWith("application/x-www-form-urlencoded")) {
    const { Action = "", ...fields } = Object.fromEntries(new URLSearchParams(body.toString()));
    return { call: { action: Action, input: fromQuery(fields), headers }, query: true };
  }
  const [, Bucket = "", ...key] = new URL(request.url ?? "/", "http://s3").pathname.split("/").map(decodeURIComponent);
  const method = request.method ?? "GET";
  const Key = key.join("/");
  const action = `${method[0]}${method.slice(1).toLowerCase()}${Key ? "Object" : "Bucket"}`;
  return { call: { action, input: { Bucket, Key, Body: body }, headers }, query: false };
}

function makeReply(response: ServerResponse, action: string, query: boolean): Reply {
  const type = query ? "text/xml" : "application/x-amz-json-1.1";
  const reply: Reply = {
    send: (status, body) =>
      reply.raw(status, { "content-type": type }, query ? toXml(action, body) : JSON.stringify(body)),
    fault(code, message, status) {
      const xml = `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`;
      const text = query ? xml : JSON.stringify({ __type: code, message });
      reply.raw(status, { "content-type": type, "x-amzn-errortype": code }, text);
    },
    raw: (status, headers, body) => void response.writeHead(status, headers).end(body),
    reset: () => void response.destroy(),
    answer: async (answer) => (answer instanceof WireBehaviour ? answer.play(reply) : reply.send(200, answer)),
  };
  return reply;
}
