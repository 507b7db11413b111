import { explainSetup } from "./aws-setup";
import { proxyOptions } from "./proxy";

/** How long one call to AWS may take: to connect, to answer, and how often it is tried. */
export interface AwsLimits {
  readonly connectMs: number;
  readonly answerMs: number;
  readonly attempts: number;
}

/** Answers come in a second or two; with the pauses between its attempts, a call is over after two minutes. */
const usual: AwsLimits = { connectMs: 5_000, answerMs: 20_000, attempts: 5 };

interface Settings {
  readonly maxAttempts: number;
  readonly requestHandler: object;
}

/** What every service's client has. */
interface Client {
  readonly middlewareStack: {
    add(middleware: Middleware, options: { step: "initialize"; name: string }): void;
    add(middleware: Middleware, options: { step: "finalizeRequest"; priority: "low"; name: string }): void;
  };
}
type Middleware = <Call, Answer>(
  next: (call: Call) => Promise<Answer>,
  context: { clientName?: string; commandName?: string },
) => (call: Call) => Promise<Answer>;

/** Errors of calls of which every attempt that was sent was refused. */
export const refused = new WeakSet<object>();

interface Metadata {
  readonly $metadata?: { readonly httpStatusCode?: number };
}

/** An answer of AWS's that says no; not a fault of its servers or of the way to them. */
export function isRefusal(error: unknown): boolean {
  const { httpStatusCode: status = 0 } = (error as Metadata).$metadata ?? {};
  return status >= 400 && status < 500;
}

/**
 * The one way a client of AWS is made, so that a server that accepts a call and never answers holds nobody longer than
 * the limits: `awsClient(ECS)`. Its error is a `TimeoutError` that names the call and the limit. Credentials that expired
 * are said to be, and what that leaves unknown.
 */
export function awsClient<Made extends Client, Config extends object>(
  Service: new (config: Config & Settings) => Made,
  config: Config = {} as Config,
  limits: AwsLimits = usual,
): Made {
  const client = new Service({
    ...config,
    maxAttempts: limits.attempts,
    requestHandler: {
      connectionTimeout: limits.connectMs,
      // For the answer's beginning; without the next line the SDK only warns of it.
      requestTimeout: limits.answerMs,
      throwOnRequestTimeout: true,
      // For an answer that stops in its middle.
      socketTimeout: limits.answerMs,
      httpsAgent: proxyOptions(),
    },
  });
  let answered = false;
  const open = new WeakSet<object>();
  client.middlewareStack.add(
    (next, context) => (call) =>
      next(call).catch((error: unknown) => {
        if (!isRefusal(error)) open.add(context);
        throw error;
      }),
    // Within what tries again: of each attempt that is sent.
    { step: "finalizeRequest", priority: "low", name: "noteOpenAttempts" },
  );
  client.middlewareStack.add(
    (next, context) => async (call) => {
      const { clientName = "", commandName = "" } = context;
      const about = `${clientName.replace(/Client$/, "")} ${commandName.replace(/Command$/, "")}`;
      try {
        const answer = await next(call);
        answered = true;
        return answer;
      } catch (thrown) {
        const error = thrown as Error;
        if (error.name === "TimeoutError") error.message = `${about}: ${inWords(error, limits)}`;
        const told = await explainSetup(error, { about, hadBeenGood: answered });
        if (!open.has(context)) refused.add(told);
        throw told;
      }
    },
    { step: "initialize", name: "explainFaults" },
  );
  return client;
}

/** The SDK calls a broken connection a timeout, too; that one keeps its words. */
function inWords({ message, $metadata }: Error & { $metadata?: { attempts?: number } }, limits: AwsLimits): string {
  const times = `, tried ${$metadata?.attempts ?? 1} times`;
  if (/did not establish a connection/.test(message))
    return `no connection within ${limits.connectMs / 1000} s${times}`;
  if (/requestTimeout|inactivity/.test(message)) return `no answer within ${limits.answerMs / 1000} s${times}`;
  return message + times;
}
