import { DeployError } from "../error";
import { runBuild, watched } from "./build";
import type { Build } from "./build-command";
import type { Builder } from "./builder";
import type { Docker } from "./docker";
import { failedPush, type Push, pushLimitMs } from "./push";
import type { Wishes } from "./wishes";

/** The engine's own builder: `docker push` can't but name a tag, so what that names is looked at right before. */
export const pushByTag: Push = async ({ docker, find, pushing }, build) => {
  const metadata = await runBuild(docker, build);
  const taken = await find();
  return taken ? { taken } : { digest: await pushing(() => pushImage(docker, build)), metadata };
};

/** What this builder leaves out that is usual, for the log and the summary. */
export function leftOut({ provenance, cache }: Wishes, { title }: Builder): string[] {
  return [
    ...(provenance === undefined ? [`No provenance: ${title} makes no attestations.`] : []),
    ...(cache === undefined ? [`Inline cache instead of the registry's: ${title} has no other.`] : []),
  ];
}

/** Pushes the built image and gives the digest that docker says the registry took. */
async function pushImage(docker: Docker, build: Build): Promise<string> {
  const output = await watched(docker, ["push", build.image], {
    onLine: build.onLine,
    limitMs: pushLimitMs,
    failure: (why, lines) => failedPush(build, why, lines),
  });
  const digest = /digest: (sha256:[0-9a-f]{64})/.exec(output.join("\n"))?.[1];
  if (digest) return digest;
  throw new DeployError("push-failed", `${build.service}: docker push of ${build.image} named no digest`);
}
