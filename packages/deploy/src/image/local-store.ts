import { DeployError } from "../error";
import type { Docker } from "./docker";
import type { ImageStore, KeptImage } from "./store";
import { keyTag } from "./tags";

const quickMs = 30_000;

/** Images on this machine alone, in the Docker engine that builds them. */
export function localStore(docker: Docker): ImageStore {
  const name = (repository: string, key: string) => `${repository}:${keyTag(key)}`;

  async function find(repository: string, key: string): Promise<KeptImage | undefined> {
    const reference = name(repository, key);
    const args = ["image", "inspect", "--format", "{{.Id}} {{.Size}}", reference];
    const { code, stdout } = await docker.run(args, { limitMs: quickMs });
    if (code !== 0) return undefined;
    const [digest = "", bytes] = stdout.toString().trim().split(" ");
    return { reference, digest, bytes: Number(bytes), tag: (tag) => tagImage(reference, `${repository}:${tag}`) };
  }

  async function tagImage(reference: string, target: string): Promise<void> {
    const { code, stderr } = await docker.run(["tag", reference, target], { limitMs: quickMs });
    if (code !== 0) throw new DeployError("tag-failed", `docker tag ${reference} ${target} failed: ${stderr.trim()}`);
  }

  return {
    name,
    find,
    async keep(repository, { service, key, image }) {
      const built = await find(repository, key);
      if (built) return built;
      throw new DeployError("build-lost", `${service}: the build ended well, but the engine has no ${image}`);
    },
  };
}
