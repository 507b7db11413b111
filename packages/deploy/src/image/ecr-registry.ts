import { ecrAccount } from "./ecr-host";
import { type EcrPort, ecrLogin, findImage, type Repository, tagImage } from "./registry";
import type { Registry } from "./registry-port";

/** ECR. `host`: where it is not the account's own registry, or is reached by another name. */
export function ecrRegistry(ecr: EcrPort, host?: string): Registry {
  const registryId = host && ecrAccount(host);
  const named = (repositoryName: string): Repository => ({ repositoryName, registryId });
  return {
    async logIn() {
      const given = await ecrLogin(ecr);
      const login = { ...given, host: host ?? given.host };
      return { host: login.host, login };
    },
    find: (repository, reference) =>
      findImage(
        ecr,
        named(repository),
        reference.startsWith("sha256:") ? { imageDigest: reference } : { imageTag: reference },
      ),
    tag: (repository, image, tag) => tagImage(ecr, named(repository), image, tag),
  };
}
