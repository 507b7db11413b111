import { describeError, InputProblems, nearest } from "@cashsouk/deploy";
import { helpOf, helpOfAll } from "./command-line/help";
import { readArguments } from "./command-line/parse";
import { exitCodeOf } from "./exit-code";
import { confirm } from "./terminal/confirm";
import { progressLog } from "./terminal/progress";
import { verbs } from "./verbs";
import type { Verb } from "./verbs/verb";

const print = (text: string) => void process.stdout.write(`${text}\n`);

async function main([name, ...args]: readonly string[], cancelled: AbortSignal): Promise<void> {
  if (name === undefined || name === "help" || name === "--help" || name === "-h") return print(helpOfAll(verbs));
  const verb = findVerb(name);
  const invocation = await readArguments(verb, args);
  if (invocation.kind === "help") return print(helpOf(verb));
  const { dryRun, run } = invocation;
  const ask = (question: string, flag: string) => confirm(question, flag, cancelled);
  await run({ log: progressLog(), print, cancelled, dryRun, confirm: ask });
}

function findVerb(name: string): Verb {
  const found = verbs.find((verb) => verb.name === name);
  if (found) return found;
  const names = verbs.map((verb) => verb.name);
  throw new InputProblems([`verb: want one of ${names.join(", ")}, got "${name}"${nearest(name, names)}`]);
}

const abort = new AbortController();
let interrupted: "SIGINT" | "SIGTERM" | undefined;
// Once: a second Ctrl-C ends the command at once.
for (const signal of ["SIGINT", "SIGTERM"] as const)
  process.once(signal, () => {
    interrupted = signal;
    abort.abort();
  });

const [verb] = process.argv.slice(2);
main(process.argv.slice(2), abort.signal).catch((error: unknown) => {
  process.stderr.write(`${describeError(error)}\n`);
  if (error instanceof InputProblems) {
    const known = verbs.some(({ name }) => name === verb);
    process.stderr.write(`What it takes: cashsouk ${known ? `${verb} ` : ""}--help\n`);
  }
  process.exitCode = exitCodeOf(error, interrupted);
});
