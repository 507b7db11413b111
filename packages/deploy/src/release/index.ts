export { type LedgerReader, type LedgerWriter, type Release, ledgerPath, readReleases, recordRelease } from "./ledger";
