module.exports = {
  ...require("../jest.preset.cjs"),
  // All cores: by default one is left to whoever watches, which of two is half, and these tests wait for programs that they start.
  maxWorkers: "100%",
  globalSetup: "<rootDir>/jest-build-bundles.ts",
  globalTeardown: "<rootDir>/jest-remove-bundles.ts",
};
