import type { ParseError } from "jsonc-parser";
import { DeployError } from "../error";

export const turboFiles = ["turbo.json", "turbo.jsonc"];

/** `globalDependencies` of turbo's configuration: globs from the repository's root. The file may hold comments. */
export async function readGlobalDependencies(text: string, file: string): Promise<string[]> {
  // Loaded where there is such a file.
  const { parse, printParseErrorCode } = await import("jsonc-parser");
  const errors: ParseError[] = [];
  const parsed = parse(text, errors, { allowTrailingComma: true }) as unknown;
  const [problem] = errors;
  if (problem)
    throw new DeployError(
      "invalid-workspace",
      `${file} is not JSON with comments: ${printParseErrorCode(problem.error)} at offset ${problem.offset}`,
    );
  const { globalDependencies = [] } = (parsed ?? {}) as { globalDependencies?: unknown };
  if (Array.isArray(globalDependencies) && globalDependencies.every((glob) => typeof glob === "string"))
    return globalDependencies.map((glob) => glob.replace("$TURBO_ROOT$/", ""));
  throw new DeployError("invalid-workspace", `${file}: globalDependencies: want a list of paths or globs`);
}
