const preset = require("../../jest.preset.cjs");

// Tests that need a Docker engine run by `test:docker`.
module.exports = {
  ...preset,
  // All cores: by default one is left to whoever watches, which of two is half, and these tests wait for programs that they start.
  maxWorkers: "100%",
  setupFiles: [require.resolve("./jest.seed.cjs")],
  testPathIgnorePatterns: [...preset.testPathIgnorePatterns, "\\.docker\\.test\\.ts$"],
};
