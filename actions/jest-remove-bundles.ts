import { rmSync } from "node:fs";
import { builtBundles } from "./built-bundles";

/** Jest's `globalTeardown` of what `jest-build-bundles` built. */
export default function remove(): void {
  rmSync(builtBundles(), { recursive: true });
}
