import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type ImageInputs, imageInputs } from "../content";
import { pickServices } from "../manifest";
import type { ImageSource, LaidInputs } from "./image-source";
import type { Source } from "./source";
import { stageContext } from "./stage-context";

/** The images of a workspace's services, each from its own share of the workspace. No names: all. */
export function workspaceImages(source: Source, names?: readonly string[]): ImageSource[] {
  const { manifest } = source.snapshot;
  const services = names ? pickServices(manifest, names) : manifest.services;
  return services.map((service) => ({
    name: service.name,
    commit: source.commit,
    isDirty: (given) => source.isDirty(service, given),
    buildArgs: service.buildArgs,
    lay: (folder, buildArgs) => lay(source, imageInputs(source.snapshot, service, buildArgs), folder),
  }));
}

async function lay({ repository }: Source, inputs: ImageInputs, folder: string): Promise<LaidInputs> {
  const { dockerfile: name } = inputs;
  const files = await stageContext(repository, inputs, folder);
  const path = join(folder, name);
  return { context: folder, files, dockerfile: { path, name, text: await readFile(path, "utf8") } };
}
