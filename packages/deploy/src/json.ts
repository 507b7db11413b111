import { DeployError } from "./error";

/** A file's text without the mark of its encoding that some editors begin it with; most tools read past it. */
export function withoutMark(text: string): string {
  return text.replace(/^\uFEFF/, "");
}

/** What a file of JSON says. Throws a DeployError of the given code that names the file. */
export function parseJson(text: string, source: string, code: string): unknown {
  try {
    return JSON.parse(withoutMark(text)) as unknown;
  } catch (cause) {
    // The parser quotes what it stumbled over, with its line breaks.
    const why = (cause as Error).message.replaceAll(/\s+/g, " ");
    throw new DeployError(code, `${source} is not JSON: ${why}`, undefined, { cause });
  }
}

/** What a text of JSON says; `undefined` where it is none. */
export function tryJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
