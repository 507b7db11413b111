import type { ParseError } from "jsonc-parser";
import { DeployError } from "../error";
import { isText } from "../is-record";
import { tryJson, withoutMark } from "../json";
import { asRecord } from "./records";

export const turboFiles = ["turbo.json", "turbo.jsonc"];

/** Tasks that leave nothing for an image. */
export const checks = /(^|[#:])(lint|test|e2e|format|(type-?)?check|dev)\b/;

/**
 * `globalDependencies` of turbo's configuration, or `inputs` of its `global` (turbo 2.9): globs from the repository's root;
 * and what the `inputs` of its tasks name there. The file may hold comments.
 */
export async function readGlobalDependencies(said: string, file: string): Promise<string[]> {
  const text = withoutMark(said);
  const parsed = asRecord(tryJson(text) ?? (await parseWithComments(text, file)));
  const lists = [
    ["globalDependencies", parsed["globalDependencies"]],
    ["global.inputs", asRecord(parsed["global"])["inputs"]],
  ] as const;
  const tasks = Object.entries(asRecord(parsed["tasks"])).filter(([name]) => !checks.test(name));
  const atRoot = tasks
    .flatMap(([, task]) => asRecord(task)["inputs"])
    .flatMap((glob) => /^\$TURBO_ROOT\$\/(.+)/.exec(String(glob))?.[1] ?? []);
  const global = lists.flatMap(([field, globs = []]) => {
    if (Array.isArray(globs) && globs.every(isText)) return globs.map((glob) => glob.replace("$TURBO_ROOT$/", ""));
    throw new DeployError("invalid-workspace", `${file}: ${field}: want a list of paths or globs`);
  });
  return [...global, ...atRoot];
}

async function parseWithComments(text: string, file: string): Promise<unknown> {
  // Loaded where there is such a file.
  const { parse } = await import("jsonc-parser");
  const errors: ParseError[] = [];
  const parsed = parse(text, errors, { allowTrailingComma: true }) as unknown;
  const [problem] = errors;
  if (!problem) return parsed;
  throw new DeployError("invalid-workspace", `${file} is not JSON with comments, from offset ${problem.offset} on`);
}
