import { isRecord, isText } from "./is-record";
import { DeployError } from "./error";
import { tryJson } from "./json";

/** Reads one raw input by its name in action.yml; a missing one is the empty string. */
export type RawInputs = (name: string) => string;

/** Every problem of one call, thrown together as one message. */
export class InputProblems extends DeployError {
  constructor(readonly problems: readonly string[]) {
    super("invalid-inputs", `Invalid inputs:\n${problems.map((problem) => `- ${problem}`).join("\n")}`);
  }
}

/**
 * Reads typed inputs and gathers every problem; `done()` throws them together.
 * A reader returns a usable default after a problem, so that parsing goes on to find the others.
 */
export function inputReader(raw: RawInputs) {
  const problems: string[] = [];
  const problem = (name: string, text: string) => void problems.push(`${name}: ${text}`);
  const text = (name: string) => raw(name).trim();

  const reader = {
    problem,
    optional: (name: string): string | undefined => text(name) || undefined,
    required(name: string): string {
      const value = text(name);
      if (!value) problem(name, "is required");
      return value;
    },
    oneOf<const T extends string, F extends T | undefined>(name: string, allowed: readonly T[], fallback: F): T | F {
      const value = text(name);
      if (!value) return fallback;
      const found = allowed.find((candidate) => candidate === value);
      if (!found) problem(name, `want one of ${allowed.join(", ")}, got "${value}"`);
      return found ?? fallback;
    },
    flag(name: string, fallback: boolean): boolean {
      const value = text(name);
      if (!value) return fallback;
      if (value !== "true" && value !== "false") problem(name, `want true or false, got "${value}"`);
      return value === "true";
    },
    wholeNumber(name: string, fallback: number, range: { min: number; max: number }): number {
      const value = text(name);
      if (!value) return fallback;
      const number = Number(value);
      if (/^\d+$/.test(value) && number >= range.min && number <= range.max) return number;
      problem(name, `want a whole number from ${range.min} to ${range.max}, got "${value}"`);
      return fallback;
    },
    /** A JSON list of strings, or one entry a line. */
    list(name: string): string[] {
      const value = text(name);
      if (!value.startsWith("[")) return splitAt("\n", value);
      const parsed = tryJson(value);
      if (Array.isArray(parsed) && parsed.every((entry) => typeof entry === "string")) return parsed;
      problem(name, `want a JSON list of strings or one entry a line, got "${value}"`);
      return [];
    },
    /** As `list`, for entries without commas, which may divide them too, and without blanks, which would make one of two. */
    names(name: string): string[] {
      const names = text(name).startsWith("[") ? reader.list(name) : splitAt(/[\n,]/, text(name));
      const torn = names.find((one) => !/^\S+$/.test(one));
      if (torn !== undefined) problem(name, `want a JSON list, or one entry a line or by commas, got "${torn}"`);
      return names;
    },
    /**
     * A JSON object of texts, numbers and booleans, or `name=value`, one a line (the value may hold further `=`). A value may be
     * a secret that the runner does not know of: a problem names where it stands, and not what stands there.
     */
    map(name: string): Record<string, string> {
      const value = text(name);
      const entries = value.startsWith("{") ? jsonEntries(value) : lineEntries(value);
      const good: [string, string][] = [];
      for (const entry of entries)
        if (typeof entry === "string") problem(name, entry);
        else good.push(entry);
      return Object.fromEntries(good);
    },
    /** Any JSON value; `undefined` when the input is empty. */
    json(name: string): unknown {
      const value = text(name);
      if (!value) return undefined;
      const parsed = tryJson(value);
      if (parsed === undefined) problem(name, `want JSON, got "${value.slice(0, 80)}"`);
      return parsed;
    },
    done(): void {
      if (problems.length > 0) throw new InputProblems(problems);
    },
  };
  return reader;
}

export type InputReader = ReturnType<typeof inputReader>;

function splitAt(mark: string | RegExp, text: string): string[] {
  return text
    .split(mark)
    .map((part) => part.trim())
    .filter(Boolean);
}

/** Name and text, or what is wrong with an entry. */
type Entry = [string, string] | string;

function jsonEntries(value: string): Entry[] {
  const parsed = tryJson(value);
  if (!isRecord(parsed))
    return ["want a JSON object of texts or name=value, one a line: it begins with { and is no JSON"];
  const written = asWritten(value);
  // Numbers that come out of JSON otherwise than they are written (1.10, 8.0, twenty digits).
  const changed = new Set(
    written.flatMap(([key, number]) => (number && String(Number(number)) !== number ? [key] : [])),
  );
  const entries = Object.entries(parsed).map(([key, one]): Entry => {
    if (isText(one)) return [key, one];
    if (changed.has(key)) return `${key}: want a text in quotes, since a number would not stay as it is written`;
    if (typeof one === "number" || typeof one === "boolean") return [key, String(one)];
    return `${key}: want a text, got ${one === null ? "null" : Array.isArray(one) ? "a list" : "an object"}`;
  });
  return [...entries, ...repeated(written)];
}

/** The names of an object's JSON, each as often as it stands there, and the numbers that follow as they are written. */
function asWritten(json: string): [name: string, number: string | undefined][] {
  const texts = json.matchAll(/("(?:[^"\\]|\\.)*")\s*:\s*(-?\d[\d.eE+-]*)?|"(?:[^"\\]|\\.)*"/g);
  return [...texts].flatMap(([, name, number]) => (name ? [[JSON.parse(name) as string, number]] : []));
}

/** The last one would win, and nobody would know of the others. */
function repeated(named: readonly (readonly [string, ...unknown[]])[]): Set<string> {
  const names = named.map(([name]) => name);
  return new Set(names.flatMap((name, at) => (names.indexOf(name) < at ? [`${name}: is given more than once`] : [])));
}

function lineEntries(value: string): Entry[] {
  const entries = value.split("\n").flatMap((line, index): Entry[] => {
    const entry = line.trim();
    const at = entry.indexOf("=");
    if (entry === "") return [];
    // Other tools take quotes around a whole entry away; here they would be a part of the name.
    if (/^["']/.test(entry))
      return [`line ${index + 1}: want name=value without quotes around it (several lines: JSON)`];
    if (at < 1) return [`line ${index + 1}: want name=value, one a line, or a JSON object`];
    return [[entry.slice(0, at), entry.slice(at + 1)]];
  });
  return [...entries, ...repeated(entries.filter((entry) => typeof entry !== "string"))];
}
