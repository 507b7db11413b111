export { type Group, type GroupEnd, type GroupOptions, startGroup } from "./group";
export { type RunOptions, type RunResult, run } from "./run";
export { withTemporaryFolder } from "./temporary-folder";
