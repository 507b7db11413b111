/**
 * Mutation testing of the pure core, on whose decisions everything else leans: `make mutants`.
 * What survives is to be read, and either tested or explained here.
 */
export default {
  mutate: [
    "packages/deploy/src/affected/{affected-services,baselines,compare-inputs,reasons}.ts",
    "packages/deploy/src/rollout/verdict.ts",
    "packages/deploy/src/image/key.ts",
    "packages/deploy/src/manifest/manifest.ts",
  ],
  // The copy that is mutated holds what these tests read.
  ignorePatterns: [
    "**",
    "!*.cjs",
    "!*.json",
    "!.swcrc",
    "!packages/deploy/**",
    "!packages/testing/**",
    "**/node_modules",
  ],
  plugins: ["@stryker-mutator/jest-runner"],
  testRunner: "jest",
  jest: { projectType: "custom", configFile: "packages/deploy/jest.mutants.cjs", enableFindRelatedTests: false },
  coverageAnalysis: "perTest",
  concurrency: 1,
  timeoutMS: 60_000,
  reporters: ["clear-text", "json"],
  clearTextReporter: { allowColor: false, logTests: false },
  jsonReporter: { fileName: ".stryker/report.json" },
  tempDirName: ".stryker/tmp",
  thresholds: { high: 95, low: 85, break: 85 },
};
