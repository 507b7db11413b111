export { absolute, listedPath, type Repository, openRepository, resolveCommit } from "./repository";
export { type Tree, commitTree, workingTree } from "./tree";
export { treeBefore } from "./tree-before";
export { type Changes, changesBetween, changesSince } from "./changes";
export { changedFiles } from "./changed-files";
export { readCompared } from "./left-out";
export { type Found, isId, reachCommit } from "./history";
export { holdsCommit, parentsOf, reachMergeBase } from "./ancestors";
export { decodePath, encodePath, splitNul } from "./path-bytes";
