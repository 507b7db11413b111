import type { ParseError } from "jsonc-parser";
import { DeployError } from "../error";

export const turboFiles = ["turbo.json", "turbo.jsonc"];

/** `globalDependencies` of turbo's configuration: globs from the repository's root. The file may hold comments. */
export async function readGlobalDependencies(text: string, file: string): Promise<string[]> {
  const parsed = parseJson(text) ?? (await parseWithComments(text, file));
  const { globalDependencies = [] } = (parsed ?? {}) as { globalDependencies?: unknown };
  if (Array.isArray(globalDependencies) && globalDependencies.every((glob) => typeof glob === "string"))
    return globalDependencies.map((glob) => glob.replace("$TURBO_ROOT$/", ""));
  throw new DeployError("invalid-workspace", `${file}: globalDependencies: want a list of paths or globs`);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

async function parseWithComments(text: string, file: string): Promise<unknown> {
  // Loaded where there is such a file.
  const { parse, printParseErrorCode } = await import("jsonc-parser");
  const errors: ParseError[] = [];
  const parsed = parse(text, errors, { allowTrailingComma: true }) as unknown;
  const [problem] = errors;
  if (!problem) return parsed;
  const { error, offset } = problem;
  throw new DeployError(
    "invalid-workspace",
    `${file} is not JSON with comments: ${printParseErrorCode(error)} at offset ${offset}`,
  );
}
