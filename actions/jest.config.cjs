module.exports = {
  ...require("../jest.preset.cjs"),
  globalSetup: "<rootDir>/jest-build-bundles.ts",
  globalTeardown: "<rootDir>/jest-remove-bundles.ts",
};
