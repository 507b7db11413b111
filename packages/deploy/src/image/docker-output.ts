import { DeployError } from "../error";

const tailLines = 30;
const longestLine = 300;

/** An error with the last lines that docker printed. */
export function withTail(code: string, reason: string, output: readonly string[]): DeployError {
  const tail = output.slice(-tailLines).join("\n") || "docker printed nothing";
  return new DeployError(code, `${reason}\n${tail}`, undefined, { reason });
}

export function cut(text: string): string {
  return text.length > longestLine ? `${text.slice(0, longestLine)}…` : text;
}
