module.exports = {
  ...require("../../jest.preset.cjs"),
  // What the build copied there would be taken for a second set of packages.
  modulePathIgnorePatterns: ["<rootDir>/dist/"],
  globalSetup: "<rootDir>/../../packages/testing/src/jest-start-postgres.ts",
  globalTeardown: "<rootDir>/../../packages/testing/src/jest-stop-postgres.ts",
};
