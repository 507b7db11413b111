export {
  type Workspace,
  describingFiles,
  foreignInstallerFiles,
  foreignLockfiles,
  installationFiles,
  installerFiles,
  namedHooks,
  readWorkspace,
} from "./workspace";
export { readWorkspaceBefore } from "./workspace-before";
export { type WorkspacePackage } from "./packages";
export { sliceFiles } from "./slice-files";
export { type WorkspaceSlice, declaredPatches, sliceWorkspace } from "./slice";
export { comparedSlice } from "./compared-slice";
export { type Closure, findPackage, packageAt, packageClosure, packageOrProblem } from "./graph";
export { packagesInside } from "./inside";
export { packageName } from "./lockfile";
export { installerOf } from "./package-json";
export { type FollowedTree, type Links, followLinks } from "./followed";
export { inputMatcher } from "./glob";
export { patchedBy } from "./patch-package";
export { canonical } from "./records";
export { eachOnce, eachText, once } from "./once";
export { orError } from "./or-error";
export { checks } from "./turbo";
