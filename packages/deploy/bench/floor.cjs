// What no program in Node.js that says which packages changed can do without: one diff, and reading every manifest.
const { execFileSync } = require("node:child_process");
const { readdirSync, readFileSync } = require("node:fs");

execFileSync("git", ["diff", "-z", "--name-only", "HEAD~1", "--"], { maxBuffer: 1 << 28 });
for (const name of readdirSync("packages")) JSON.parse(readFileSync(`packages/${name}/package.json`, "utf8"));
