import { whyFailed } from "../aws-fault";
import type { Environment } from "../environment";
import { ecrOf } from "./ecr-repository";
import type { RolloutTools } from "./ports";

/**
 * Tags what runs, so that the registry's "keep ten" spares it. Every green rollout asks for the tag, not only one with
 * a new image: a tag that could not be set is set by the next rollout.
 */
export async function spareImage(
  tools: Pick<RolloutTools, "ecr" | "ecrIn" | "log">,
  running: {
    readonly environment: Environment | undefined;
    readonly service: string;
    readonly image: string;
    /** The task definition's ARN. */
    readonly revision: string;
  },
): Promise<void> {
  const { log } = tools;
  const { environment, service, image, revision } = running;
  const number = Number(/:(\d+)$/.exec(revision)?.[1]);
  if (!environment || !number) return;
  // Loaded where there is something to tag, and without what builds images.
  const { releasedTag, tagInEcr } = await import("../image/in-ecr");
  const tag = releasedTag(environment, number);
  try {
    const ecr = ecrOf(tools, { host: image.replace(/\/.*/s, ""), definition: revision });
    const { skipped } = "unknown" in ecr ? { skipped: ecr.unknown } : await tagInEcr(ecr, image, tag);
    log.info(`${service}: ${skipped ? `not tagged ${tag}: ${skipped}` : `its image is tagged ${tag}`}`);
  } catch (error) {
    // Green means deployed, and it is: red would call a running release failed and hold the services of a later order
    // back, for a harm that is ten newer builds away.
    log.warning(
      `${service}: it runs, but its image could not be tagged ${tag}: ${whyFailed(error)}. Without the tag the registry ` +
        `may drop the image after ten newer builds, and then no task of it starts any more. The next rollout tries again.`,
    );
  }
}
