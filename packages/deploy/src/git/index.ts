export { absolute, listedPath, type Repository, openRepository, resolveCommit } from "./repository";
export { type Tree, commitTree, workingTree } from "./tree";
export { treeBefore } from "./tree-before";
export { type Changes, changesBetween, changesSince } from "./changes";
export { changedFiles } from "./changed-files";
export { readWorkingState } from "./working-state";
export { type Found, holdsCommit, isId, parentsOf, reachCommit, reachMergeBase } from "./history";
export { decodePath, encodePath, splitNul } from "./path-bytes";
