const { TestEnvironment } = require("jest-environment-node");

/** Jest's own require takes no ECMAScript modules before Node 24.9; tests get Node's, which does in every version we run on. */
module.exports = class extends TestEnvironment {
  constructor(...options) {
    super(...options);
    this.global.nodeRequire = (name, from) => require("node:module").createRequire(from)(name);
  }
};
