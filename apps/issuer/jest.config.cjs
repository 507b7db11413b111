module.exports = {
  ...require("../../jest.preset.cjs"),
  // What the build copied there would be taken for a second set of packages.
  modulePathIgnorePatterns: ["<rootDir>/.next/"],
};
