/* global nodeRequire, __filename */
// The package itself, by Node's own require.
module.exports = nodeRequire("openid-client", __filename);
