module.exports = {
  ...require("../../jest.preset.cjs"),
  // All cores: each file has a database of its own, and most of them wait for programs that they start.
  maxWorkers: "100%",
  // What the build copied there would be taken for a second set of packages.
  modulePathIgnorePatterns: ["<rootDir>/dist/"],
  globalSetup: "<rootDir>/../../packages/testing/src/jest-start-postgres.ts",
  globalTeardown: "<rootDir>/../../packages/testing/src/jest-stop-postgres.ts",
};
