export { findReleases } from "./find-releases";
export { type LedgerHistory, type PastRelease, readHistory } from "./history";
