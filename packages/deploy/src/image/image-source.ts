import type { ContextFile } from "./key";

/** What an image is built from, before anything is laid out. */
export interface ImageSource {
  readonly name: string;
  readonly commit: string;
  /** Does some input differ from the commit? A caller's build arguments may decide which they are. */
  readonly isDirty: (buildArgs: Readonly<Record<string, string>>) => Promise<boolean>;
  /** Those that belong to the source; a caller's go over them. */
  readonly buildArgs: Readonly<Record<string, string>>;
  readonly target?: string | undefined;
  /** Lays the inputs into an empty folder; the build arguments again are the caller's. */
  readonly lay: (folder: string, buildArgs: Readonly<Record<string, string>>) => Promise<LaidInputs>;
}

export interface LaidInputs {
  /** The folder that becomes the build context. */
  readonly context: string;
  readonly files: readonly ContextFile[];
  readonly dockerfile: {
    /** On this machine. */
    readonly path: string;
    /** In the source: the same on every machine. */
    readonly name: string;
    readonly text: string;
  };
}
