import { DeployError } from "../error";
import { runBuild } from "./build";
import type { Docker } from "./docker";
import type { ImageStore, KeptImage } from "./store";
import { keyTag } from "./tags";

/** Images on this machine alone, in the Docker engine that builds them. */
export function localStore(docker: Docker): ImageStore {
  const name: ImageStore["name"] = (repository, tag) => `${repository}:${tag}`;

  async function find(repository: string, key: string): Promise<KeptImage | undefined> {
    const reference = name(repository, keyTag(key));
    const args = ["image", "inspect", "--format", "{{.Id}} {{.Size}}", reference];
    const { code, stdout } = await docker.run(args);
    if (code !== 0) return undefined;
    const [digest = "", bytes] = stdout.toString().trim().split(" ");
    // A client that ends well and tells nothing has shown no image.
    if (!/^sha256:[0-9a-f]{64}$/.test(digest)) return undefined;
    return { reference, digest, bytes: Number(bytes), tag: (tag) => tagImage(reference, name(repository, tag.name)) };
  }

  async function tagImage(reference: string, target: string): Promise<void> {
    const { code, stderr } = await docker.run(["tag", reference, target]);
    if (code !== 0) throw new DeployError("tag-failed", `docker tag ${reference} ${target} failed: ${stderr.trim()}`);
  }

  return {
    name,
    find,
    async produce(repository, build) {
      const metadata = await runBuild(docker, build);
      const image = await find(repository, build.key);
      if (image) return { image, taken: false, metadata };
      throw new DeployError(
        "build-lost",
        `${build.service}: the build ended well, but the engine has no ${build.image}`,
      );
    },
  };
}
