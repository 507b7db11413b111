import { join, resolve } from "node:path";
import { homedir } from "node:os";

/** The checkout that this package lies in. */
export const checkout = resolve(__dirname, "../../../..");

/** What is expensive to make and the same for every checkout: tools by version, the base image, pnpm's store. */
export const cacheFolder = join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "cashsouk");

/** Everything that belongs to this checkout's instances; ignored by git. */
export const stateFolder = join(checkout, ".local");

/** Links to the tools of the pinned versions; first on the PATH of everything that the local cloud starts. */
export const binFolder = join(stateFolder, "bin");
