import { openRepository } from "@cashsouk/deploy/git";
import {
  buildImages,
  type BuildImagesPorts,
  type ImageReport,
  type ImageSource,
  readFolderImage,
  readSource,
  workspaceImages,
} from "@cashsouk/deploy/image";
import type { Inputs } from "./inputs";

export { imageSummary } from "@cashsouk/deploy/image";
export { writeMetadata } from "./metadata";
export { outputs } from "./outputs";

export async function build(inputs: Inputs, ports: BuildImagesPorts): Promise<ImageReport> {
  return buildImages(await readSources(inputs, ports.signal), inputs.options, ports);
}

async function readSources(
  { one, services, manifest, workingDirectory }: Inputs,
  signal: AbortSignal | undefined,
): Promise<readonly ImageSource[]> {
  if (one) return [await readFolderImage(one, signal)];
  return workspaceImages(await readSource(openRepository(workingDirectory, signal), manifest), services);
}
