import type { Build } from "./build";

/** An image that a store holds. */
export interface KeptImage {
  /** What it is run by: repository@digest from a registry, its key's tag on this machine. */
  readonly reference: string;
  readonly digest: string;
  readonly bytes: number;
  /** Lets a tag name it as well. */
  readonly tag: (tag: string) => Promise<void>;
}

/** Where built images are kept, by repository and content key. */
export interface ImageStore {
  /** What the image is called while it is built. */
  readonly name: (repository: string, key: string) => string;
  readonly find: (repository: string, key: string) => Promise<KeptImage | undefined>;
  /** Takes in what was just built. */
  readonly keep: (repository: string, build: Build) => Promise<KeptImage>;
}
