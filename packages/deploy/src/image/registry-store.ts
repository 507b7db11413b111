import { DeployError } from "../error";
import { type Build, type BuildMetadata, isLoginRefused, pushImage, runBuild } from "./build";
import { type Docker, logIn } from "./docker";
import type { Login, Registry, StoredImage } from "./registry-port";
import type { ImageStore, KeptImage } from "./store";
import { keyTag } from "./tags";

export interface RegistryStore extends ImageStore {
  readonly host: string;
  /** Lets docker read and write there; once for all images. */
  readonly open: () => Promise<void>;
}

/** Images in a registry. */
export function registryStore(docker: Docker, registry: Registry, first: Login): RegistryStore {
  const { host } = first;
  let session: Promise<void> | undefined;

  const enter = async ({ login }: Login) => {
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

  /** The engine's own builder: `docker push` can't but name a tag, so what that names is looked at right before. */
  async function viaEngine(repository: string, build: Build): Promise<Outcome> {
    const metadata = await runBuild(docker, build, "load");
    const present = await find(repository, build.key);
    if (present) return { taken: present };
    try {
      return { digest: await pushing(build, () => pushImage(docker, build)), metadata };
    } catch (error) {
      // A tag that can't move is refused where another run was a moment faster with the same content.
      const refused = error instanceof DeployError && error.code === "push-failed";
      const other = refused && (await find(repository, build.key));
      if (other) return { taken: other };
      throw error;
    }
  }

  /** A builder that pushes by digest; the tag is the registry's affair afterwards. */
  async function viaBuilder(repository: string, build: Build): Promise<Outcome> {
    const metadata = await pushing(build, () => runBuild(docker, build, "push"));
    const digest = metadata?.["containerimage.digest"];
    if (typeof digest !== "string")
      throw new DeployError("push-failed", `${build.service}: buildx pushed ${build.image} and named no digest`);
    const pushed = await registry.find(repository, digest);
    if (!pushed) throw unconfirmed(build, digest, undefined);
    try {
      await registry.tag(repository, pushed, { name: keyTag(build.key), fixed: true });
    } catch (error) {
      const other = error instanceof DeployError && error.code === "tag-taken" && (await find(repository, build.key));
      if (other) return { taken: other };
      throw error;
    }
    return { digest, metadata };
  }

  return {
    host,
    open,
    name,
    async find(repository, key) {
      const stored = await find(repository, key);
      return stored && kept(repository, stored);
    },
    async produce(repository, build) {
      await open();
      const outcome = await (docker.builder.full ? viaBuilder : viaEngine)(repository, build);
      if ("taken" in outcome) {
        build.onLine(`the registry holds this key already as ${outcome.taken.digest}; that image is taken`);
        return { image: kept(repository, outcome.taken), taken: true };
      }
      const { digest, metadata } = outcome;
      const stored = await find(repository, build.key);
      if (stored?.digest !== digest) throw unconfirmed(build, digest, stored);
      return { image: kept(repository, stored), taken: false, metadata };
    },
  };
}

type Outcome =
  | { readonly digest: string; readonly metadata: BuildMetadata | undefined }
  /** The same content was there before. */
  | { readonly taken: StoredImage };

function unconfirmed({ service, image }: Build, digest: string, stored: StoredImage | undefined): DeployError {
  const answer = stored?.digest ?? "nothing";
  return new DeployError(
    "push-unconfirmed",
    `${service}: ${digest} was pushed, but the registry answers ${answer} for ${image}`,
  );
}
