export {
  type Workspace,
  type WorkspacePackage,
  foreignInstallerFiles,
  foreignLockfiles,
  installationFiles,
  installerFiles,
  readWorkspace,
  readWorkspaceBefore,
} from "./workspace";
export { type WorkspaceSlice, declaredPatches, sliceWorkspace } from "./slice";
export { findPackage, packageAt, packageClosure } from "./graph";
export { globMatcher, inputMatcher } from "./glob";
export { canonical } from "./records";
export { eachText, once } from "./once";
