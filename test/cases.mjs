/**
 * The cases of docs/tests/cases.md. `node test/cases.mjs` prints them all as JSON; with a seed, ten that it draws.
 */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";

const page = readFileSync(new URL("../docs/tests/cases.md", import.meta.url), "utf8");
const [seed] = process.argv.slice(2);
const row = /^\| (?<name>.+?) +\| \[.+?\]\(\.\.\/\.\.\/(?<file>.+?)\) +\| (?<title>.+?) +\|$/;
const cases = [];
let section = "";
for (const line of page.split("\n")) {
  section = /^## (.+)/.exec(line)?.[1] ?? section;
  const { name, file, title } = row.exec(line)?.groups ?? {};
  if (file) cases.push({ section, name, file, title: title.replace(/\\([\\`*_<>[\]])/g, "$1") });
}

if (seed === undefined) console.log(JSON.stringify(cases));
else {
  const lot = ({ file, title }) => createHash("sha256").update(`${seed}\n${file}\n${title}`).digest("hex");
  const drawn = cases.sort((a, b) => (lot(a) < lot(b) ? -1 : 1)).slice(0, 10);
  console.log(`Seed ${seed}: ten of ${cases.length} cases`);
  for (const { section, name, file, title } of drawn) console.log(`- ${section}: ${name}\n  ${file}\n  ${title}`);
}
