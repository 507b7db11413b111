export { gitAncestry, type IsAncestor, refuseGoneBack, refuseOlder } from "./ancestry";
export { type BuiltImage, parseBuiltImages } from "./built-image";
export { readCommit } from "./commit-input";
export { type LedgerReader, parseRelease, type Release, readReleases } from "./ledger";
export { type LedgerWriter, recordRelease } from "./record-release";
