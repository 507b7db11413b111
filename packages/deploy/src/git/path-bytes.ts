import { isUtf8 } from "node:buffer";

/**
 * A file's name is bytes, and git prints them as they are. They become text here and can be turned back without loss:
 * a byte that is not UTF-8 becomes a lone surrogate, U+DC80 to U+DCFF (the way of Python's `surrogateescape`).
 */
const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const escaped = /[\udc80-\udcff]/;

export function decodePath(bytes: Buffer): string {
  try {
    return strict.decode(bytes);
  } catch {
    return decodeLossless(bytes);
  }
}

export function encodePath(path: string): Buffer {
  if (!escaped.test(path)) return Buffer.from(path);
  // Iterating by code point leaves the halves of a real pair together.
  return Buffer.concat(
    [...path].map((character) => {
      const code = character.codePointAt(0) ?? 0;
      return code >= 0xdc80 && code <= 0xdcff ? Buffer.from([code - 0xdc00]) : Buffer.from(character);
    }),
  );
}

/** What git prints with `-z`, as text. */
export function decodePaths(output: Buffer): string[] {
  if (!isUtf8(output)) return splitNul(output).map(decodePath);
  const entries = output.toString().split("\0");
  entries.pop();
  return entries;
}

/** Splits what git prints with `-z`: each entry ends with NUL. */
export function splitNul(output: Buffer): Buffer[] {
  const parts: Buffer[] = [];
  let start = 0;
  for (let end = output.indexOf(0); end >= 0; end = output.indexOf(0, start)) {
    parts.push(output.subarray(start, end));
    start = end + 1;
  }
  return parts;
}

function decodeLossless(bytes: Buffer): string {
  let text = "";
  for (let at = 0; at < bytes.length;) {
    const length = [1, 2, 3, 4].find((size) => isCharacter(bytes.subarray(at, at + size)));
    text += length ? strict.decode(bytes.subarray(at, at + length)) : String.fromCharCode(0xdc00 + (bytes[at] ?? 0));
    at += length ?? 1;
  }
  return text;
}

function isCharacter(bytes: Buffer): boolean {
  try {
    return [...strict.decode(bytes)].length === 1;
  } catch {
    return false;
  }
}
