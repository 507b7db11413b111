import { DeployError } from "../error";
import { type Build, buildAndPush, buildImage, type BuildMetadata, isLoginRefused, pushImage } from "./build";
import { type Docker, logIn } from "./docker";
import type { Registry, StoredImage } from "./registry-port";
import type { ImageStore, KeptImage } from "./store";
import { keyTag } from "./tags";

export interface RegistryStore extends ImageStore {
  /** Lets docker read and write there; once for all images. */
  readonly open: () => Promise<void>;
}

/** Images in a registry. */
export async function registryStore(docker: Docker, registry: Registry): Promise<RegistryStore> {
  const first = await registry.logIn();
  const { host } = first;
  let session: Promise<void> | undefined;

  const enter = async ({ login }: Pick<typeof first, "login">) => {
    if (login) await logIn(docker, login);
  };
  const open = () => (session ??= enter(first));

  const name: ImageStore["name"] = (repository, tag) => `${host}/${repository}:${tag}`;
  const kept = (repository: string, stored: StoredImage): KeptImage => ({
    reference: `${host}/${repository}@${stored.digest}`,
    digest: stored.digest,
    bytes: stored.bytes,
    tag: (tag) => registry.tag(repository, stored, tag),
  });
  const find = (repository: string, key: string) => registry.find(repository, keyTag(key));

  /** Runs a push, and once more with a new login where this one has run out meanwhile. */
  async function pushing<T>(build: Build, push: () => Promise<T>): Promise<T> {
    try {
      return await push();
    } catch (error) {
      if (!isLoginRefused(error)) throw error;
      build.onLine("the registry refused the login; asking for a new one and pushing once more");
      await (session = enter(await registry.logIn()));
      return push();
    }
  }

  async function buildThere(build: Build): Promise<{ digest: string; metadata: BuildMetadata | undefined }> {
    if (!docker.builder.full) {
      const metadata = await buildImage(docker, build);
      return { digest: await pushing(build, () => pushImage(docker, build)), metadata };
    }
    const metadata = await pushing(build, () => buildAndPush(docker, build));
    const digest = metadata?.["containerimage.digest"];
    if (typeof digest === "string") return { digest, metadata };
    throw new DeployError("push-failed", `${build.service}: buildx pushed ${build.image} and named no digest`);
  }

  return {
    open,
    name,
    async find(repository, key) {
      const stored = await find(repository, key);
      return stored && kept(repository, stored);
    },
    async produce(repository, build) {
      await open();
      const pushed = await buildThere(build).catch(async (error: unknown) => {
        // The same content may be there already, by another run or an earlier build: its tag can't move, and need not.
        const refused = error instanceof DeployError && error.code === "push-failed";
        const other = refused ? await find(repository, build.key) : undefined;
        if (!other) throw error;
        build.onLine(`the registry holds this key already as ${other.digest}; that image is taken`);
        return { taken: other };
      });
      if ("taken" in pushed) return { image: kept(repository, pushed.taken), taken: true };
      const stored = await find(repository, build.key);
      const { digest, metadata } = pushed;
      if (stored?.digest === digest) return { image: kept(repository, stored), taken: false, metadata };
      throw new DeployError(
        "push-unconfirmed",
        `${build.service}: ${digest} was pushed, but the registry answers ${stored?.digest ?? "nothing"} for ${build.image}`,
      );
    },
  };
}
