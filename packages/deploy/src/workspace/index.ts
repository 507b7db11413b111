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
export { packageAt, packageClosure } from "./graph";
export { globMatcher } from "./glob";
export { canonical } from "./records";
export { once } from "./once";
