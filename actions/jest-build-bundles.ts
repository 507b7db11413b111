import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildBundles } from "./build-bundles";

/** Jest's `globalSetup`: the bundles are built from the source once, for all test files, in whose workers `builtBundles` finds them. */
export default function build(): void {
  process.env["BUILT_BUNDLES"] = mkdtempSync(join(tmpdir(), "cashsouk-bundles-"));
  buildBundles(process.env["BUILT_BUNDLES"]);
}
