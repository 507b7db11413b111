export {
  type Workspace,
  type WorkspacePackage,
  describesWorkspace,
  foreignInstallerFiles,
  foreignLockfiles,
  installationFiles,
  installerFiles,
  readWorkspace,
} from "./workspace";
export { type WorkspaceSlice, declaredPatches, sliceWorkspace } from "./slice";
export { packageAt, packageClosure } from "./graph";
export { globMatcher } from "./glob";
export { canonical } from "./records";
export { once } from "./once";
