export { type LedgerReader, type LedgerWriter, type Release, readReleases, recordRelease } from "./ledger";
