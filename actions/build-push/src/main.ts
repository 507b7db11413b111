import { systemClock } from "@cashsouk/deploy";
import { runAction } from "../../src/run-action";
import { parseInputs } from "./inputs";
import { openRegistry } from "./registry";

// The runner empties its own folder before and after each job: what a killed step leaves behind does not stay.
const runnerFolder = process.env["RUNNER_TEMP"];
if (runnerFolder) process.env["TMPDIR"] = runnerFolder;

void runAction(async ({ read, aws, log, cancelled, output, summarise }) => {
  const inputs = read(parseInputs);
  const registry = await openRegistry(inputs, aws, cancelled);
  // What reads a workspace and builds is loaded once the registry has answered.
  const { build } = await import("./build");
  const report = await build(inputs, { clock: systemClock, log, signal: cancelled, ...(registry ? { registry } : {}) });
  const { imageSummary, outputs, writeMetadata } = await import("./report");
  if (report.images.size === 0) log.info("No service was asked for: nothing was built.");
  output(outputs(report, await writeMetadata(report)));
  await summarise(imageSummary(report, inputs.options));
});
