import { createInterface } from "node:readline/promises";
import { DeployError } from "@cashsouk/deploy";

/** Asks on the terminal; only "yes" is a yes. Where nobody can answer, that is said, with the flag that does. */
export async function confirm(question: string, flag: string, cancelled: AbortSignal): Promise<boolean> {
  if (!process.stdin.isTTY)
    throw new DeployError(
      "needs-decision",
      `Nobody is there to answer: ${question} Nothing was changed.`,
      `With ${flag} it is done without asking; --dry-run shows it only.`,
    );
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  // While it reads a line, the terminal hands Ctrl-C to the line instead of to the process.
  terminal.on("SIGINT", () => process.kill(process.pid, "SIGINT"));
  try {
    const answer = await terminal.question(`${question} Only "yes" goes on: `, { signal: cancelled });
    return answer.trim().toLowerCase() === "yes";
  } catch (error) {
    if (cancelled.aborted) return false;
    throw error;
  } finally {
    terminal.close();
  }
}
