// A benchmark is a test that prints.
const tests = "\\.test\\.tsx?$|/__tests__/|^actions/bench/";

/** The arrows of docs/architecture.md. A new one is a decision: it belongs there and here. */
module.exports = {
  forbidden: [
    { name: "no-circles", severity: "error", from: {}, to: { circular: true } },
    {
      name: "nothing-unresolved",
      comment: "An import that can't be found is a dependency missing from package.json.",
      severity: "error",
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: "deploy-stands-alone",
      comment: "The delivery library's core knows neither GitHub Actions nor what it delivers.",
      severity: "error",
      from: { path: "^packages/deploy/" },
      to: { path: "^(actions|apps|packages/(?!deploy/|testing/))" },
    },
    {
      name: "actions-use-deploy",
      severity: "error",
      from: { path: "^actions/", pathNot: [tests, "^actions/(bench|[^/]+/src/testing)/"] },
      to: { path: "^(apps|test|packages/(?!deploy/))" },
    },
    {
      name: "cli-uses-deploy",
      severity: "error",
      from: { path: "^packages/cli/", pathNot: tests },
      to: { path: "^(actions|apps|test|packages/(?!cli/|deploy/))" },
    },
    {
      name: "local-cloud-is-outside",
      comment: "A rehearsal is on the outside: nothing that is delivered or delivers knows of it.",
      severity: "error",
      from: { path: "^(actions|apps|packages)/", pathNot: "^packages/local-cloud/" },
      to: { path: "^packages/local-cloud/" },
    },
    {
      name: "apps-use-ui-sign-in-and-config",
      severity: "error",
      from: { path: "^apps/", pathNot: tests },
      to: { path: "^(actions|test|packages/(?!ui/|sign-in/|config/|types/|styles/|icons/))" },
    },
    {
      name: "apps-are-apart",
      severity: "error",
      from: { path: "^apps/([^/]+)/" },
      to: { path: "^apps/", pathNot: "^apps/$1/" },
    },
    {
      name: "sign-in-uses-config-and-types",
      severity: "error",
      from: { path: "^packages/sign-in/", pathNot: [tests, "/testing/"] },
      to: { path: "^(actions|apps|test|packages/(?!sign-in/|config/|types/))" },
    },
    {
      name: "ui-and-config-use-types-styles-icons",
      severity: "error",
      from: { path: "^packages/(ui|config)/", pathNot: tests },
      to: { path: "^(actions|apps|test|packages/(?!$1/|types/|styles/|icons/))" },
    },
    {
      name: "types-styles-icons-stand-alone",
      severity: "error",
      from: { path: "^packages/(types|styles|icons)/", pathNot: tests },
      to: { path: "^(actions|apps|test|packages/(?!$1/))" },
    },
    {
      name: "toolkit-in-actions-only",
      comment: "@actions/workflow-parser and its like are no toolkit: the contracts read workflows with them.",
      severity: "error",
      from: { pathNot: "^actions/" },
      to: { path: "node_modules/@actions/(artifact|cache|core|exec|github|glob|http-client|io|tool-cache)/" },
    },
    {
      name: "prisma-in-api-only",
      severity: "error",
      from: { pathNot: "^apps/api/" },
      to: { path: "node_modules/(prisma|@prisma)/" },
    },
    {
      name: "testing-in-tests-only",
      comment: "packages/testing, and what a part keeps for its own tests in a folder of that name.",
      severity: "error",
      from: {
        path: "^(actions|apps|packages)/",
        pathNot: [tests, "^actions/bench/", "^(actions|apps|packages)/.*testing/"],
      },
      to: { path: "^(actions|apps|packages)/.*testing/" },
    },
    {
      name: "sdk-after-inputs",
      comment:
        "An action, and the command line, load SDK clients when their inputs are right, by import(): the library names types only.",
      severity: "error",
      from: {
        path: "^(actions/[^/]+/src|packages/(deploy|cli)/src)/",
        pathNot: [tests, "^packages/[^/]+/src/.*testing/"],
      },
      to: { path: "node_modules/@aws-sdk/", dynamic: false, dependencyTypesNot: ["type-only"] },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "(^|/)(dist|\\.next|\\.turbo|generated)/" },
    // An arrow of types is an arrow.
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.base.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default", "types"],
      mainFields: ["module", "main", "types"],
      extensions: [".ts", ".tsx", ".mjs", ".cjs", ".js", ".d.ts", ".json"],
    },
    skipAnalysisNotInRules: true,
  },
};
