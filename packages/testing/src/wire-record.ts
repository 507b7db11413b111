import { existsSync, mkdirSync, renameSync, writeFileSync } from "node:fs";
import type { IncomingHttpHeaders } from "node:http";
import { dirname, join, relative } from "node:path";

/** Where a package's tests leave what their calls of AWS ask for: a file a test file, `.wire/src~task~run-task.test.ts.txt`. */
export const recordFolder = ".wire";
/** No tool takes a record for a test. */
export const recordEnding = ".txt";

/** Of this test file: what it does not call any more is forgotten with its next run. */
const asked = new Set<string>();

/** Notes a signed call as the permission that it asks for; a call of a role for itself (STS, unsigned) asks for none. */
export function recordCall(action: string, headers: IncomingHttpHeaders): void {
  const service = /Credential=[^/]+\/\d+\/[^/]+\/([^/]+)\/aws4_request/.exec(headers.authorization ?? "")?.[1];
  const file = service && recordFile();
  if (!file) return;
  const size = asked.size;
  asked.add(`${service}:${action}`);
  if (asked.size === size) return;
  mkdirSync(dirname(file), { recursive: true });
  // In one step, since other tests read it at the same time.
  writeFileSync(`${file}.new`, [...asked].sort().join("\n") + "\n");
  renameSync(`${file}.new`, file);
}

/** Jest's name of the running test file; outside of Jest nothing is recorded. */
function recordFile(): string | undefined {
  const { expect } = globalThis as { expect?: { getState?: () => { testPath?: string } } };
  const test = expect?.getState?.().testPath;
  if (!test) return undefined;
  let folder = dirname(test);
  while (!existsSync(join(folder, "package.json"))) folder = dirname(folder);
  return join(folder, recordFolder, relative(folder, test).replaceAll("/", "~") + recordEnding);
}
