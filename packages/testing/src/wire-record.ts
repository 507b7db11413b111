import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import type { IncomingHttpHeaders } from "node:http";
import { dirname, join, relative } from "node:path";

/** Where a package's tests leave what their calls of AWS ask for: a file a test file, `.wire/src~task~run-task.test.ts.txt`. */
export const recordFolder = ".wire";
/** No tool takes a record for a test. */
export const recordEnding = ".txt";

let written: string | undefined;
const asked = new Set<string>();

/** Notes a signed call as the permission that it asks for; a call of a role for itself (STS, unsigned) asks for none. */
export function recordCall(action: string, headers: IncomingHttpHeaders): void {
  const service = /Credential=[^/]+\/\d+\/[^/]+\/([^/]+)\/aws4_request/.exec(headers.authorization ?? "")?.[1];
  const file = service && recordFile();
  if (!file) return;
  // A test file's run starts anew: what it does not call any more is forgotten.
  if (written !== file) rmSync(file, { force: true });
  written = file;
  const size = asked.size;
  asked.add(`${service}:${action}`);
  if (asked.size === size) return;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, [...asked].sort().join("\n") + "\n");
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
