const wanted = process.env["INPUT_NODE-VERSION"] ?? "";
const found = process.versions.node;
if (found.split(".")[0] !== wanted.split(".")[0]) {
  console.log(`::error::node-version: want ${wanted}, found ${found} on PATH`);
  process.exit(1);
}
console.log(`node ${found}`);
