#!/usr/bin/env node
const { join, resolve } = require("node:path");

// The SDK's version is pinned; its notice about Node 20 concerns whoever raises it.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";

const folder = resolve(__dirname, "..");
try {
  require.resolve("ts-node");
} catch {
  process.stderr.write("The workspace's packages are not installed. Run: pnpm install\n");
  process.exit(1);
}
// Not as `node -r ts-node/register`: that would look for both from the caller's folder.
require("ts-node").register({ cwd: folder });
require(join(folder, "src", "main.ts"));
