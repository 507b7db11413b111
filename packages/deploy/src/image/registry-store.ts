import { DeployError } from "../error";
import type { Build } from "./build-command";
import { type Docker, logIn } from "./docker";
import { isLoginRefused, type Pushed, unconfirmed } from "./push";
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

  /** Once more with a new login where this one has run out meanwhile. */
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

  async function push(repository: string, build: Build): Promise<Pushed> {
    const by = docker.builder.full
      ? (await import("./push-by-digest")).pushByDigest
      : (await import("./push-by-tag")).pushByTag;
    const here = () => find(repository, build.key);
    const ports = {
      docker,
      registry,
      repository,
      find: here,
      pushing: <T>(one: () => Promise<T>) => pushing(build, one),
    };
    try {
      return await by(ports, build);
    } catch (error) {
      // A tag that can't move is refused where another run was a moment faster with the same content.
      const refused = error instanceof DeployError && /^(push-failed|tag-taken)$/.test(error.code);
      const taken = refused && (await here());
      if (taken) return { taken };
      throw error;
    }
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
      const outcome = await push(repository, build);
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
