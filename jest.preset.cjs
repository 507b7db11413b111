const { readFileSync } = require("node:fs");
const { join } = require("node:path");

const swc = JSON.parse(readFileSync(join(__dirname, ".swcrc"), "utf8"));

/** Every package's Jest configuration: `module.exports = require("../../jest.preset.cjs")`. */
module.exports = {
  testEnvironment: "node",
  // It only ends what hangs: tests start programs and servers, on machines that do much other work as well.
  testTimeout: 300_000,
  testMatch: ["**/*.test.ts", "**/*.test.tsx"],
  testPathIgnorePatterns: ["/node_modules/", "/dist/", "/\\.next/"],
  transform: { "\\.tsx?$": ["@swc/jest", { ...swc, swcrc: false }] },
  moduleFileExtensions: ["ts", "tsx", "js", "mjs", "cjs", "json", "node"],
};
