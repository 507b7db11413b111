export {
  type Workspace,
  type WorkspacePackage,
  foreignInstallerFiles,
  installerFiles,
  readWorkspace,
} from "./workspace";
export { type WorkspaceSlice, sliceWorkspace } from "./slice";
export { packageClosure } from "./graph";
export { globMatcher } from "./glob";
