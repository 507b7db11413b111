import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";

export interface BundleStart {
  readonly node: string;
  /** The bundle's path. */
  readonly bundle: string;
  readonly inputs?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  /** Other files than the runner's own, by the variables that name them. */
  readonly files?: Readonly<Record<string, string>>;
  /** Where it works; by default a folder of its own. */
  readonly cwd?: string;
  /** Is given the process, to which the runner sends signals when a run is cancelled. */
  readonly onStart?: (child: ChildProcess) => void;
}

/** Starts a bundle as GitHub's runner does: inputs in `INPUT_<NAME>`, hyphens kept; outputs and summary in files. */
export async function startBundle({ node, bundle, inputs = {}, env = {}, files = {}, cwd, onStart }: BundleStart) {
  const folder = mkdtempSync(join(tmpdir(), "cashsouk-step-"));
  const [output, summary] = [join(folder, "output"), join(folder, "summary")];
  for (const file of [output, summary]) writeFileSync(file, "");
  const given = Object.entries(inputs).map(([input, value]) => [`INPUT_${input.toUpperCase()}`, value] as const);
  const child = spawn(node, [bundle], {
    cwd: cwd ?? folder,
    env: { ...env, ...Object.fromEntries(given), GITHUB_OUTPUT: output, GITHUB_STEP_SUMMARY: summary, ...files },
  });
  onStart?.(child);
  const exit = new Promise<number | null>((resolve) => child.on("close", resolve));
  const [stdout, stderr, status] = await Promise.all([text(child.stdout), text(child.stderr), exit]);
  const run = { status, stdout, stderr, output: readFileSync(output, "utf8"), summary: readFileSync(summary, "utf8") };
  rmSync(folder, { recursive: true });
  return { ...run, outputs: outputsOf(run.output) };
}

/** As the runner reads the file: of one that was put out twice the last value counts. */
function outputsOf(text: string): Record<string, string> {
  const found = text.matchAll(/^([\w-]+)<<(\S+)\n([^]*?)\n\2$/gm);
  return Object.fromEntries([...found].map(([, name = "", , value = ""]) => [name, value]));
}
