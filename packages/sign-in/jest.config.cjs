module.exports = {
  ...require("../../jest.preset.cjs"),
  // openid-client and oidc-provider are ECMAScript modules only.
  testEnvironment: "@cashsouk/testing/jest-node-require",
  moduleNameMapper: { "^openid-client$": "<rootDir>/src/testing/openid-client.cjs" },
};
