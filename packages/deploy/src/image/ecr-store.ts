import { DeployError } from "../error";
import { pushImage } from "./build";
import { type Docker, logIn } from "./docker";
import { type EcrPort, ecrLogin, findImage, type StoredImage, tagImage } from "./registry";
import type { ImageStore, KeptImage } from "./store";
import { keyTag } from "./tags";

/** Images in the account's ECR. `registry`: its host, where it is not what ECR names itself. */
export async function ecrStore(docker: Docker, ecr: EcrPort, registry: string | undefined): Promise<ImageStore> {
  const given = await ecrLogin(ecr);
  const login = { ...given, host: registry ?? given.host };
  let loggedIn: Promise<void> | undefined;

  const kept = (repositoryName: string, stored: StoredImage): KeptImage => ({
    reference: `${login.host}/${repositoryName}@${stored.digest}`,
    digest: stored.digest,
    bytes: stored.bytes,
    tag: (tag) => tagImage(ecr, { repositoryName }, stored, tag),
  });
  const find = (repositoryName: string, key: string) => findImage(ecr, { repositoryName }, { imageTag: keyTag(key) });

  return {
    name: (repository, key) => `${login.host}/${repository}:${keyTag(key)}`,
    async find(repository, key) {
      const stored = await find(repository, key);
      return stored && kept(repository, stored);
    },
    async keep(repository, build) {
      // Once for all images, and only where one is pushed.
      await (loggedIn ??= logIn(docker, login));
      const pushed = await pushImage(docker, build).catch(async (error: unknown) => {
        // Another run may have pushed the same content meanwhile: its tag can't move, and need not.
        const refused = error instanceof DeployError && error.code === "push-failed";
        const other = refused ? await find(repository, build.key) : undefined;
        if (!other) throw error;
        build.onLine("another run pushed this key meanwhile; its image is taken");
        return other.digest;
      });
      const stored = await find(repository, build.key);
      if (stored?.digest === pushed) return kept(repository, stored);
      throw new DeployError(
        "push-unconfirmed",
        `${build.service}: ${pushed} was pushed, but the registry answers ${stored?.digest ?? "nothing"} for ${build.image}`,
      );
    },
  };
}
