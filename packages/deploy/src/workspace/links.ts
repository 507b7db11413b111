/** What a lockfile says of dependencies that lead into the repository. Paths are from the workspace's root. */
export interface LockfileLinks {
  /** Where the dependencies of the package in a folder lead; of the root's, those that are no tools. */
  readonly from: (folder: string) => readonly string[];
  /** Where a dependency of that name leads, whoever has it. */
  readonly named: (name: string) => readonly string[];
  /** Does it say that a package which it links nowhere is the registry's? */
  readonly isElsewhere: (name: string) => boolean;
  /** The same for the same links. */
  readonly key: string;
}
