import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { actionNames } from "./action-folders";
import { readMetadata, withTables } from "./src/readme-tables";

for (const name of actionNames) {
  const readme = join(__dirname, name, "README.md");
  if (!existsSync(readme)) throw new Error(`${name} has no README.md`);
  const metadata = readMetadata(readFileSync(join(__dirname, name, "action.yml"), "utf8"));
  writeFileSync(readme, withTables(readFileSync(readme, "utf8"), metadata));
}
