/** One event: a sentence, and what a search would look for. */
export type Log = (message: string, details?: object) => void;

/** Warnings as JSON, one a line, with the field names of the API's log. */
export function jsonLog(service: string, write: (line: string) => void = (line) => process.stdout.write(line)): Log {
  return (msg, details = {}) =>
    write(`${JSON.stringify({ level: "warn", time: new Date().toISOString(), service, msg, ...details })}\n`);
}
