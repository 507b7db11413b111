import type { Build, BuildMetadata } from "./build-command";
import type { Tag } from "./tags";

/** An image that a store holds. */
export interface KeptImage {
  /** What it is run by: repository@digest from a registry, its key's tag on this machine. */
  readonly reference: string;
  readonly digest: string;
  readonly bytes: number;
  /** Lets a tag name it as well. */
  readonly tag: (tag: Tag) => Promise<void>;
}

interface ProducedImage {
  readonly image: KeptImage;
  /** Somebody else put the same content there first, and theirs was taken. */
  readonly taken: boolean;
  readonly metadata?: BuildMetadata | undefined;
}

/** Where built images are kept, by repository and content key. */
export interface ImageStore {
  /** What an image is called by a tag. */
  readonly name: (repository: string, tag: string) => string;
  readonly find: (repository: string, key: string) => Promise<KeptImage | undefined>;
  /** Builds an image and takes it in. */
  readonly produce: (repository: string, build: Build) => Promise<ProducedImage>;
}
