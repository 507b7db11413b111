const preset = require("../jest.preset.cjs");

// act sets ACT, and runs a copy in which the workflows are rewritten: they are checked where they are as GitHub reads them.
const rewritten = process.env.ACT ? ["/test/workflows/"] : [];

module.exports = { ...preset, testPathIgnorePatterns: [...preset.testPathIgnorePatterns, ...rewritten] };
