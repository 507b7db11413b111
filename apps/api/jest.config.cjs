module.exports = {
  ...require("../../jest.preset.cjs"),
  // What the build copied there would be taken for a second set of packages.
  modulePathIgnorePatterns: ["<rootDir>/dist/"],
  globalSetup: "<rootDir>/test/start-postgres.ts",
  globalTeardown: "<rootDir>/test/stop-postgres.ts",
  testTimeout: 30_000,
};
