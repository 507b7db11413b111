import { stripVTControlCharacters } from "node:util";
import type { ContainerDefinition, Task } from "@aws-sdk/client-ecs";
import { whyFailed } from "../aws-fault";
import { type Log, plainLines } from "../log";
import { shortArn } from "../short-arn";
import type { LogEvents } from "./ports";

/** Where a container's lines are in CloudWatch Logs. */
export interface LogStream {
  readonly logGroupName: string;
  readonly logStreamName: string;
}

/** Why a container's lines are nowhere that this can read. */
export interface NoStream {
  readonly why: string;
  /** ECS tells later where they are. */
  readonly later?: true;
}

/** What reads logs: in the task's Region, and in others where those can be asked. */
export interface Logs {
  readonly logs: LogEvents;
  readonly logsIn?: (region: string) => LogEvents;
}

/** A container's log, and the client of the Region where it is. */
export function findLog({ logs, logsIn }: Logs, container: ContainerDefinition, task: Task) {
  const region = container.logConfiguration?.options?.["awslogs-region"];
  const [, , , here] = task.taskArn?.split(":") ?? [];
  const there = !region || !here || region === here ? logs : logsIn?.(region);
  if (there) return { logs: there, stream: logStream(container, task) };
  return { logs, stream: { why: `its log is in ${region}` } };
}

function logStream(container: ContainerDefinition, { taskArn, containers = [] }: Task): LogStream | NoStream {
  const { logDriver, options = {} } = container.logConfiguration ?? {};
  const { "awslogs-group": logGroupName, "awslogs-stream-prefix": prefix } = options;
  if (logDriver !== "awslogs") return { why: logDriver ? `it logs by ${logDriver}` : "it has no log driver" };
  if (!logGroupName) return { why: "its awslogs has no awslogs-group" };
  if (prefix) return { logGroupName, logStreamName: `${prefix}/${container.name}/${shortArn(taskArn)}` };
  // Then the stream is called like the container in its engine.
  const { runtimeId } = containers.find(({ name }) => name === container.name) ?? {};
  if (runtimeId) return { logGroupName, logStreamName: runtimeId };
  return { why: "its awslogs has no awslogs-stream-prefix", later: true };
}

const isStream = (stream: LogStream | NoStream | undefined): stream is LogStream =>
  stream !== undefined && !("why" in stream);

/**
 * A message's lines for people: without colours and control characters, and without the passwords that stand in addresses. One with
 * a / or @ in it makes no good address, which is just why it is printed: so all goes up to the last @.
 */
function linesOf(message: string): string[] {
  return plainLines(stripVTControlCharacters(message)).map((line) =>
    line.replaceAll(/(?!\t)\p{Cc}/gu, "").replaceAll(/(\w:\/\/[^\s:/@]*:)[^\s'"]+@/g, "$1***@"),
  );
}

/** The stream appears with the container's first line. */
const isMissing = (error: unknown) => (error as Error).name === "ResourceNotFoundException";

const whyUnreadable = ({ logGroupName }: LogStream, error: unknown) =>
  `The log ${logGroupName} can't be read, so its lines are missing here: ${whyFailed(error)}`;

/** How many empty pages are passed on the way back to the last lines: CloudWatch gives such before the end. */
const emptyPages = 5;

/** The last lines of a stream; none when it can't be read, which is told, since a log only explains a verdict. */
export async function lastLines(
  logs: LogEvents,
  stream: LogStream | NoStream | undefined,
  limit = 20,
  tellUnreadable: (why: string) => void = () => undefined,
): Promise<string[]> {
  if (!isStream(stream)) return [];
  try {
    let nextToken: string | undefined;
    for (let pages = 0; pages <= emptyPages; pages++) {
      const answer = await logs.getLogEvents({ ...stream, limit, startFromHead: false, nextToken });
      const lines = (answer.events ?? []).flatMap(({ message = "" }) => linesOf(message)).filter(Boolean);
      if (lines.length > 0 || !answer.nextBackwardToken || answer.nextBackwardToken === nextToken) return lines;
      nextToken = answer.nextBackwardToken;
    }
  } catch (error) {
    if (!isMissing(error)) tellUnreadable(whyUnreadable(stream, error));
  }
  return [];
}

/** How many of the last lines are kept for the summary and for the hints. */
const tailLength = 40;
/** How many pages are read at a time: a container that writes faster than we read must not keep us from looking at its task. */
const pagesAtATime = 20;

/** Follows a stream, once it is known, while its container runs; `more()` says whether there was anything new, `ended()` that nothing can come. */
export function followLog(logs: LogEvents, locate: (task?: Task) => LogStream | NoStream, log: Log) {
  const tail: string[] = [];
  let token: string | undefined;
  let stream = locate();
  let readable = true;
  let behind = false;

  /** Whether it was the last page for now, and whether it had lines. */
  async function page(from: LogStream): Promise<{ end: boolean; any: boolean }> {
    const answer = await logs.getLogEvents({ ...from, startFromHead: true, ...(token ? { nextToken: token } : {}) });
    // The same token again is how CloudWatch says "nothing more yet"; an empty page alone does not.
    const end = answer.nextForwardToken === token;
    token = answer.nextForwardToken ?? token;
    for (const { message = "" } of answer.events ?? [])
      for (const line of linesOf(message)) {
        log.info(`  | ${line}`);
        if (line && tail.push(line) > tailLength) tail.shift();
      }
    return { end, any: !end && (answer.events?.length ?? 0) > 0 };
  }

  return {
    tail: tail as readonly string[],
    ended: () => !readable || !isStream(stream),
    /** Where reading has not kept up: leaves out what is left but for the log's end. */
    async skipToEnd(): Promise<void> {
      if (!behind) return;
      const lines = await lastLines(logs, stream, tailLength);
      if (lines.length === 0) return;
      tail.splice(0, tail.length, ...lines.slice(-tailLength));
      log.info("  | … (the log is longer than could be read; its end:)");
      for (const line of tail) log.info(`  | ${line}`);
    },
    async more(task?: Task): Promise<boolean> {
      if (!isStream(stream)) stream = locate(task);
      if (!isStream(stream) || !readable) return false;
      let any = false;
      try {
        for (let pages = 0; pages < pagesAtATime; pages++) {
          const read = await page(stream);
          any ||= read.any;
          behind = !read.end;
          if (read.end) break;
        }
      } catch (error) {
        if (isMissing(error)) return any;
        readable = false;
        log.warning(whyUnreadable(stream, error));
      }
      return any;
    },
  };
}
