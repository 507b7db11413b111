import { systemClock } from "@cashsouk/deploy";
import { openRepository } from "@cashsouk/deploy/git";
import { buildImages, imageSummary, readFolderImage, readSource, workspaceImages } from "@cashsouk/deploy/image";
import { runAction } from "../../src/run-action";
import { type Inputs, parseInputs } from "./inputs";
import { writeMetadata } from "./metadata";
import { outputs } from "./outputs";
import { openRegistry } from "./registry";

// The runner empties its own folder before and after each job: what a killed step leaves behind does not stay.
const runnerFolder = process.env["RUNNER_TEMP"];
if (runnerFolder) process.env["TMPDIR"] = runnerFolder;

void runAction(async ({ read, aws, log, cancelled, output, summarise }) => {
  const inputs = read(parseInputs);
  const sources = await readSources(inputs, cancelled);
  const registry = sources.length > 0 ? await openRegistry(inputs, aws, cancelled) : undefined;
  const ports = { clock: systemClock, log, signal: cancelled, ...(registry ? { registry } : {}) };
  const report = await buildImages(sources, inputs.options, ports);
  if (report.images.size === 0) log.info("No service was asked for: nothing was built.");
  output(outputs(report, await writeMetadata(report)));
  await summarise(imageSummary(report));
});

async function readSources({ one, services, manifest, workingDirectory }: Inputs, cancelled: AbortSignal) {
  if (one) return [await readFolderImage(one, cancelled)];
  return workspaceImages(await readSource(openRepository(workingDirectory, cancelled), manifest), services);
}
