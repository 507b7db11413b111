import { buildImages, type BuildImagesPorts, type ImageReport, type ImageSource } from "@cashsouk/deploy/image";
import type { Inputs } from "./inputs";

export async function build(inputs: Inputs, ports: BuildImagesPorts): Promise<ImageReport> {
  return buildImages(await readSources(inputs, ports.signal), inputs.options, ports);
}

/** What reads them is loaded where it is asked for: no run reads both. */
async function readSources(inputs: Inputs, signal: AbortSignal | undefined): Promise<readonly ImageSource[]> {
  if (inputs.one) return [await (await import("./folder")).readFolderImage(inputs.one, signal)];
  return (await import("./workspace")).readServiceImages(inputs, signal);
}
