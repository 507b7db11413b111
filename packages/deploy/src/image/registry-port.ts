import { DeployError } from "../error";
import type { Tag } from "./tags";

export interface RegistryLogin {
  /** Host, with its port if it has one, as image references begin with it. */
  readonly host: string;
  readonly user: string;
  readonly password: string;
}

/** An image that a registry holds. */
export interface StoredImage {
  readonly digest: string;
  readonly manifest: string;
  readonly mediaType: string | undefined;
  /** Of its layers and configurations, as they travel (compressed); of each platform, attestations aside. */
  readonly bytes: number;
}

export interface Login {
  readonly host: string;
  readonly login?: RegistryLogin | undefined;
}

/** A registry that images are pushed to. */
export interface Registry {
  /** Asks for the host and a login, a fresh one each time. Without a user the registry takes anybody. */
  logIn(): Promise<Login>;
  /** The image of a tag or digest; `undefined` when there is none. */
  find(repository: string, reference: string): Promise<StoredImage | undefined>;
  /**
   * Lets a tag name an image that the repository holds. A tag that names it already is fine. `fixed`: the tag stands for
   * one content for good, so one that names another image is an error also where the registry would let it move.
   */
  tag(repository: string, image: StoredImage, tag: Tag): Promise<void>;
}

export const manifestTypes = [
  "oci.image.manifest.v1",
  "docker.distribution.manifest.v2",
  "oci.image.index.v1",
  "docker.distribution.manifest.list.v2",
].map((kind) => `application/vnd.${kind}+json`);

interface Tagging {
  /** repository:tag */
  readonly tag: string;
  readonly fixed: boolean;
  /** What it names now, if that is known. */
  readonly present: string | undefined;
  readonly wanted: string;
  readonly cause?: unknown;
}

export function tagTaken({ tag, fixed, present, wanted, cause }: Tagging): DeployError {
  return new DeployError(
    "tag-taken",
    `${tag} already names other content (${present ?? "unknown"}, not ${wanted}), and its tags can't move`,
    fixed
      ? "The same commit gave another image: its base image or build arguments changed. Name other `tags`, or commit."
      : "Let it move (in ECR by an exclusion filter), or leave it out of `tags`.",
    { cause },
  );
}

interface Manifest {
  readonly config?: { readonly size: number };
  readonly layers?: readonly { readonly size: number }[];
  readonly manifests?: readonly { readonly digest: string; readonly annotations?: Readonly<Record<string, string>> }[];
}

/** The bytes that a manifest leads to; of an index those of its images, which `read` gives by digest. One that is gone is an error. */
export async function imageBytes(text: string, read: (digest: string) => Promise<string | undefined>): Promise<number> {
  const { config, layers = [], manifests = [] } = JSON.parse(text) as Manifest;
  let bytes = [config, ...layers].reduce((sum, one) => sum + (one?.size ?? 0), 0);
  const images = manifests.filter(({ annotations }) => !annotations?.["vnd.docker.reference.type"]);
  for (const { digest } of images) {
    const child = await read(digest);
    if (!child)
      throw new DeployError(
        "image-incomplete",
        `the registry holds an index without its image ${digest}`,
        "Delete the index, and let clean-ups spare what one names.",
      );
    // An image of an index holds no further index, so this ends.
    bytes += await imageBytes(child, () => Promise.resolve(undefined));
  }
  return bytes;
}
