export { gitAncestry, type IsAncestor, refuseGoneBack, refuseOlder } from "./ancestry";
export { type BuiltImage, parseBuiltImages } from "./built-image";
export {
  type LedgerReader,
  type LedgerWriter,
  parseRelease,
  type Release,
  readReleases,
  recordRelease,
} from "./ledger";
