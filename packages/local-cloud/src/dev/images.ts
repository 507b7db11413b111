import { servicePattern, systemClock } from "@cashsouk/deploy";
import { openRepository } from "@cashsouk/deploy/git";
import { buildImages, type ImageReport, readSource, workspaceImages } from "@cashsouk/deploy/image";
import { requireCommit } from "../deploy/deploy";
import { caBundle } from "../deploy/variables";
import { baseImage } from "../machine/base-image";
import { compose } from "../machine/compose";
import { checkout } from "../machine/folders";
import { postgresImage } from "../machine/postgres-image";
import { setUpMachine } from "../machine/setup";
import { inColumns } from "../columns";
import type { Progress, Write } from "../progress";

/** The five production images in this machine's engine, by the workflow's own builder and content key. */
export async function buildAll(progress: Progress, write: Write): Promise<void> {
  await requireCommit(checkout);
  // The images run by docker-compose.prod.yml, beside a PostgreSQL that no registry has.
  await setUpMachine(progress, [compose, postgresImage]);
  const log = { info: (line: string) => progress.say(line), warning: (line: string) => progress.say(line) };
  const { images } = await buildImages(
    workspaceImages(await readSource(openRepository(checkout))),
    {
      repository: servicePattern,
      tags: ["latest"],
      buildArgs: { NODE_IMAGE: baseImage },
      secrets: { ca: caBundle },
      parallel: 2,
      reuse: true,
    },
    { clock: systemClock, log },
  );
  write(`\n${imageTable(images)}`);
}

function imageTable(images: ImageReport["images"]): string {
  const rows = [...images].map(
    ([
      service,
      {
        built: { reused, dirty, bytes, seconds, key },
      },
    ]) => [
      servicePattern.replaceAll("{service}", service),
      key.slice(0, 12),
      `${Math.round(bytes / 1_000_000)} MB`,
      `${seconds.toFixed(1)} s`,
      `${reused ? "was there, nothing built" : "built"}${dirty ? ", with uncommitted changes" : ""}`,
    ],
  );
  return inColumns([["IMAGE", "KEY", "SIZE", "TIME", "OUTCOME"], ...rows]);
}
