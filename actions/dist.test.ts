import { expect, test } from "@jest/globals";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { builtBundles } from "./built-bundles";

test("actions/dist holds what the source builds (`pnpm --filter actions build`, then commit it)", () => {
  const [wanted, committed] = [read(builtBundles()), read(join(__dirname, "dist"))];
  const names = [...new Set([...wanted.keys(), ...committed.keys()])].sort();
  expect(names.filter((name) => wanted.get(name) !== committed.get(name))).toEqual([]);
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
