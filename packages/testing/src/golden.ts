import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/**
 * The recorded text of `golden/<name>` beside a test, to be compared with what the code makes now.
 * `UPDATE_GOLDEN=1` records anew; a file that is not there yet is an error, so that nothing is recorded unseen.
 */
export function golden(testFolder: string, name: string, actual: string): string {
  const file = join(testFolder, "golden", name);
  if (process.env["UPDATE_GOLDEN"]) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, actual);
  }
  if (!existsSync(file))
    throw new Error(`${file} is missing: run the test with UPDATE_GOLDEN=1 and read what it wrote`);
  return readFileSync(file, "utf8");
}
