export { findReleases } from "./find-releases";
export type { LedgerHistory, PastRelease } from "./history";
