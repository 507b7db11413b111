import { posix } from "node:path";
import { tryJson } from "../json";
import { isElsewhere, isGit, mayHoldAnything, told } from "./address";
import { type Instruction, mounts, words } from "./instructions";
import { type BuildSettings, platformArgs } from "./platform";
import { steps } from "./steps";
import { declare, expand, type Values } from "./variables";

/** What a Dockerfile names in the build's context: by `COPY`, `ADD` and `RUN --mount`; not the context itself. */
export interface Sources {
  /** Paths or globs, as git writes paths. */
  readonly paths: readonly string[];
  /** Those that only the build can tell, as they are written. Of them the paths have the folder above. */
  readonly unknown: readonly string[];
  /** Addresses of which nothing says what is there; with a variable in them, as they are written. */
  readonly open: readonly string[];
}

/** Whichever platform it is built for and on. */
const anyPlatform: Values = new Map([
  ...platformArgs("*/*/*", "*/*/*"),
  ...["TARGETPLATFORM", "BUILDPLATFORM"].map((name) => [name, "*/**"] as const),
]);

/** Stands for what is not known; no path has it. */
const unknown = "\0";

export function sources(dockerfile: string, buildArgs: Readonly<Record<string, string>>): Sources {
  const found = new Set<string>();
  const untold = new Set<string>();
  const open = new Set<string>();
  for (const one of namedSources(dockerfile, buildArgs, anyPlatform)) {
    const { source, path } = one;
    if (one.instruction.name === "ADD" && isElsewhere(path)) {
      if (isUntold(one)) untold.add(told(source));
      else if (isOpen(one)) open.add(source.includes("$") ? source : path);
      continue;
    }
    const at = path.indexOf(unknown);
    if (at >= 0) untold.add(source);
    const place = inContext(at < 0 ? path : path.slice(0, path.lastIndexOf("/", at) + 1));
    if (place !== "" || at >= 0) found.add(place || "**");
  }
  return { paths: [...found], unknown: [...untold], open: [...open] };
}

/** What `ADD` takes from elsewhere without saying which content it wants. */
export interface Addresses {
  /** Those whose content is whatever is found there. Sorted. */
  readonly open: readonly string[];
  /** Those that only the build can tell or take, as they are written. */
  readonly unknown: readonly string[];
}

export function addresses(dockerfile: string, { buildArgs, platforms, builder }: BuildSettings): Addresses {
  const open = new Set<string>();
  const untold = new Set<string>();
  for (const platform of platforms) {
    for (const one of namedSources(dockerfile, buildArgs, platformArgs(platform, builder))) {
      if (isUntold(one)) untold.add(told(one.source));
      else if (isOpen(one)) open.add(one.path);
    }
  }
  return { open: [...open].sort(), unknown: [...untold] };
}

interface Named {
  readonly instruction: Instruction;
  /** As it is written. */
  readonly source: string;
  /** As the variables have it. */
  readonly path: string;
}

function* namedSources(
  dockerfile: string,
  buildArgs: Readonly<Record<string, string>>,
  platform: Values,
): Generator<Named> {
  const stages = new Map<string, Map<string, string>>();
  const before = new Map(platform);
  let values = before;
  for (const instruction of steps(dockerfile, (image) => expand(image, before))) {
    const { name, rest } = instruction;
    if (name === "FROM") {
      const [image = "", , stage] = words(rest);
      // A stage that is built on has its variables.
      values = new Map(stages.get(expand(image, before).toLowerCase()) ?? platform);
      if (stage) stages.set(stage.toLowerCase(), values);
    }
    if (name === "ARG") declare(words(rest), values, { given: buildArgs, outer: before, unknown });
    if (name === "ENV") setVariables(rest, values);
    for (const source of named(instruction)) yield { instruction, source, path: expand(source, values, unknown) };
  }
}

/** `A=1 B=2`, or `A 1`. What was known before the line counts on all of it. */
function setVariables(rest: string, values: Map<string, string>): void {
  const before: Values = new Map(values);
  const all = words(rest);
  const pairs = all[0]?.includes("=") ? all : [rest.replace(/\s+/, "=")];
  for (const pair of pairs) {
    const [, name = "", value = ""] = /^([^=]*)=(.*)$/s.exec(pair) ?? [];
    values.set(name, expand(value, before, unknown));
  }
}

/** May it be an address of which nothing says what is there? */
function isUntold(one: Named): boolean {
  const { path } = one;
  if (!takesAnything(one)) return false;
  return path.startsWith(unknown) || (isElsewhere(path) && (path.includes(unknown) || mayHoldAnything(path)));
}

/** Is it whatever is found at an address? */
function isOpen(one: Named): boolean {
  return takesAnything(one) && isElsewhere(one.path) && !isGit(one.path);
}

/** Only `ADD` takes from addresses; with `--checksum` it is one content or a failed build, where no variable may leave it empty. */
function takesAnything({ instruction: { name, options } }: Named): boolean {
  return name === "ADD" && !options.some((option) => /^--checksum=[^$]+$/.test(option));
}

function named(instruction: Instruction): string[] {
  if (instruction.name === "COPY" || instruction.name === "ADD") return copied(instruction);
  return mounts(instruction).flatMap((mount) => {
    const isBind = (mount.get("type") ?? "bind").toLowerCase() === "bind";
    const source = mount.get("source") ?? mount.get("src");
    return isBind && !mount.has("from") && source ? [source] : [];
  });
}

function copied({ options, rest }: Instruction): string[] {
  if (options.some((option) => option.startsWith("--from="))) return [];
  const list = readList(rest) ?? words(rest).filter((word) => !/^\d*<</.test(word));
  return list.slice(0, -1);
}

/** What stands behind it is passed over. */
function readList(text: string): string[] | undefined {
  const [list = ""] = /^\[.*\]/s.exec(text) ?? [];
  const parsed = tryJson(list);
  return Array.isArray(parsed) ? parsed.map(String) : undefined;
}

/** As git writes paths. What leads out of the context leads to its root, as BuildKit has it. */
function inContext(path: string): string {
  return posix.normalize(`/${path}`).replace(/^\/+|\/+$/g, "");
}
