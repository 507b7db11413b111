const preset = require("../../jest.preset.cjs");

// Tests that need a Docker engine run by `test:docker`.
module.exports = {
  ...preset,
  setupFiles: [require.resolve("./jest.seed.cjs")],
  testPathIgnorePatterns: [...preset.testPathIgnorePatterns, "\\.docker\\.test\\.ts$"],
};
