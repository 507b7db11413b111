import { openRepository } from "@cashsouk/deploy/git";
import { type ImageSource, readSource, workspaceImages } from "@cashsouk/deploy/image";
import type { Inputs } from "./inputs";

/** The images of a workspace's services. */
export async function readServiceImages(
  { services, manifest, workingDirectory }: Inputs,
  signal: AbortSignal | undefined,
): Promise<readonly ImageSource[]> {
  return workspaceImages(await readSource(openRepository(workingDirectory, signal), manifest), services);
}
