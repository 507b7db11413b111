export { type Repository, openRepository, resolveCommit } from "./repository";
export { type Tree, absolute, commitTree, workingTree } from "./tree";
export { changedFiles } from "./changes";
export { type Found, reachCommit, reachMergeBase } from "./history";
export { decodePath, encodePath, splitNul } from "./path-bytes";
