/**
 * What is in pnpm's lockfile. From version 11 on, pnpm may write a lockfile of its own in front of the workspace's: of
 * itself, where the root says which pnpm is wanted, and of the settings' `configDependencies`.
 */
export interface Documents {
  readonly environment: string | undefined;
  readonly lockfile: string;
}

/** Where pnpm divides them: the file starts with a line `---`, and the next such line ends what is pnpm's own. */
export function divideDocuments(text: string): Documents {
  const [, environment, lockfile] = /^\uFEFF?---\r?\n(.*?\r?\n)---\r?\n(.*)$/s.exec(text) ?? [];
  return lockfile === undefined ? { environment, lockfile: text } : { environment, lockfile };
}

/** Is it pnpm's own alone, as where the settings say `lockfile: false`? */
export function isOnlyPnpms(text: string): boolean {
  const { environment, lockfile } = divideDocuments(text);
  return environment !== undefined && lockfile.trim() === "";
}

/** The other way round of dividing them. */
export function joinDocuments({ environment, lockfile }: Documents): string {
  return environment === undefined ? lockfile : `---\n${environment}---\n${lockfile}`;
}
