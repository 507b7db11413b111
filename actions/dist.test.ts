import { expect, test } from "@jest/globals";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildBundles } from "./build-bundles";

test("actions/dist holds what the source builds (`pnpm --filter actions build`, then commit it)", () => {
  const built = mkdtempSync(join(tmpdir(), "cashsouk-dist-"));
  try {
    buildBundles(built);
    const [wanted, committed] = [read(built), read(join(__dirname, "dist"))];
    const names = [...new Set([...wanted.keys(), ...committed.keys()])].sort();
    expect(names.filter((name) => wanted.get(name) !== committed.get(name))).toEqual([]);
  } finally {
    rmSync(built, { recursive: true });
  }
});

function read(folder: string): Map<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(
    files.map(({ parentPath, name }) => {
      const path = join(parentPath, name);
      return [path.slice(folder.length + 1), readFileSync(path, "utf8")];
    }),
  );
}
