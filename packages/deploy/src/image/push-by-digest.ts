import { DeployError } from "../error";
import { repositoryOf } from "./base-image";
import { type BuildAndPush, runBuild } from "./build";
import type { Build } from "./build-command";
import { failedPush, type Push, unconfirmed } from "./push";
import { keyTag } from "./tags";

/** BuildKit's own line, not one that a step of the build printed. */
const refusedPush = /^(#\d+ )?ERROR: .*failed to push/;

/** A builder that pushes by itself, without a tag; that is the registry's affair afterwards. */
export const pushByDigest: Push = async ({ docker, registry, repository, pushing }, build) => {
  const metadata = await pushing(() => runBuild(docker, build, inOneGo(build)));
  const digest = metadata?.["containerimage.digest"];
  if (typeof digest !== "string")
    throw new DeployError("push-failed", `${build.service}: buildx pushed ${build.image} and named no digest`);
  const pushed = await registry.find(repository, digest);
  if (!pushed) throw unconfirmed(build, digest, undefined);
  await registry.tag(repository, pushed, { name: keyTag(build.key), fixed: true });
  return { digest, metadata };
};

/** Without a tag: ours is set afterwards, so that it never moves from other content, whatever the registry allows. */
function inOneGo(build: Build): BuildAndPush {
  const { compression } = build.means;
  const compressed = compression ? `,compression=${compression},force-compression=true` : "";
  return {
    output: `type=image,name=${repositoryOf(build.image)},push=true,push-by-digest=true,name-canonical=true,oci-mediatypes=true${compressed}`,
    failure: (why, output) =>
      output.some((line) => refusedPush.test(line)) ? failedPush(build, why, output) : undefined,
  };
}
