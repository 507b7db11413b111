const config = require("./jest.config.cjs");

/** The tests that answer for the mutated files: pure ones, and affected's on real git. At the wire it would take days. */
module.exports = {
  ...config,
  testMatch: ["affected/*", "content/*", "manifest/*", "image/key", "rollout/verdict"].map(
    (name) => `**/src/${name}.test.ts`,
  ),
};
