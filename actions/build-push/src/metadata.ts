import { type ImageReport, inWords } from "@cashsouk/deploy/image";
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Writes what is known of each image, BuildKit's own description included, into a file for later steps. Gives its path. */
export async function writeMetadata({ images, notes }: ImageReport): Promise<string> {
  const all = [...images].map(([name, { built, why, metadata }]) => [
    name,
    { ...built, why: inWords(why), buildkit: metadata },
  ]);
  const file = join(await mkdtemp(join(tmpdir(), "build-push-")), "metadata.json");
  await writeFile(file, `${JSON.stringify({ images: Object.fromEntries(all) as object, notes }, null, 2)}\n`);
  return file;
}
