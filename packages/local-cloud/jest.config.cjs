const preset = require("../../jest.preset.cjs");

// Tests that need a Docker engine run by `test:docker`.
module.exports = { ...preset, testPathIgnorePatterns: [...preset.testPathIgnorePatterns, "\\.docker\\.test\\.ts$"] };
