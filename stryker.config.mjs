/**
 * Mutation testing of the pure core, on whose decisions everything else leans: `make mutants` runs it for each group.
 * What survives is to be read, and either tested or explained in docs/tests/mutants.md.
 */
const groups = {
  manifest: { mutate: ["manifest/{manifest,discover}.ts"], tests: ["manifest/*", "content/*"] },
  key: { mutate: ["image/key.ts", "content/{inputs,snapshot}.ts"], tests: ["image/key", "content/*", "affected/affected-services"] },
  verdict: { mutate: ["rollout/verdict.ts"], tests: ["rollout/verdict"] },
  affected: {
    mutate: ["affected/{affected-services,baselines,compare-inputs,reasons}.ts"],
    tests: ["affected/{affected-services,baselines,reasons}"],
  },
};
const group = process.env.GROUP;
const { mutate, tests } = groups[group] ?? { mutate: [], tests: [] };

export default {
  mutate: mutate.map((file) => `packages/deploy/src/${file}`),
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
  jest: {
    projectType: "custom",
    configFile: "packages/deploy/jest.config.cjs",
    config: { testMatch: tests.map((name) => `**/src/${name}.test.ts`) },
    enableFindRelatedTests: false,
  },
  coverageAnalysis: "perTest",
  concurrency: 1,
  timeoutMS: 60_000,
  reporters: ["clear-text", "json"],
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  jsonReporter: { fileName: `.stryker/${group}.json` },
  tempDirName: ".stryker/tmp",
  thresholds: { high: 95, low: 85, break: 85 },
};
