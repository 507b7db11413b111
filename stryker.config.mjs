/**
 * Mutation testing of the pure core, on whose decisions everything else leans. `make mutants` runs each group by itself,
 * so that each has its own figure and its own threshold. What survives is explained in docs/tests/mutants.md.
 */
const groups = {
  manifest: { mutate: ["manifest/{manifest,discover}", "schema/index"], tests: ["manifest/*", "content/*"] },
  // The key's form, and what goes into it: all of it, so that what is divided stays in.
  key: {
    mutate: ["image/key", "content/!(index|workspace-fixture|*.test)"],
    tests: ["image/key", "content/*"],
  },
  verdict: { mutate: ["rollout/verdict"], tests: ["rollout/{deployment-status,judge-tasks,verdict}"] },
  // The pure tests, those of the bases and of what is beside the inputs; `detect` and the others on real git would take days.
  affected: {
    mutate: [
      "affected/{affected-services,baseline?(s),shared-baseline,beside-inputs,build-reasons,compare-inputs,imported,reasons,settings,unmatched}",
    ],
    tests: ["affected/{affected-*,baselines,build-reasons,copied*,reasons,settings,sites,unmatched}"],
  },
};
const names = Object.keys(groups);
const { GROUP: group } = process.env;
if (group && !names.includes(group)) throw new Error(`GROUP: want one of ${names.join(", ")}, got "${group}"`);
/** Without one, all of them in one run with one figure. */
const chosen = Object.values(group ? { [group]: groups[group] } : groups);

export default {
  mutate: chosen.flatMap(({ mutate }) => mutate.map((name) => `packages/deploy/src/${name}.ts`)),
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
    config: { testMatch: chosen.flatMap(({ tests }) => tests.map((name) => `**/src/${name}.test.ts`)) },
    enableFindRelatedTests: false,
  },
  coverageAnalysis: "perTest",
  concurrency: 1,
  // Each test file that Jest ran leaves a store behind that every later promise carries along: soon that is all it does.
  maxTestRunnerReuse: 15,
  // For what runs for ever: a mutant's own tests take a few seconds.
  timeoutMS: 20_000,
  reporters: ["progress-append-only", "clear-text", "json"],
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  jsonReporter: { fileName: `.stryker/${group ?? "all"}.json` },
  tempDirName: ".stryker/tmp",
  thresholds: { high: 95, low: 85, break: 85 },
};
