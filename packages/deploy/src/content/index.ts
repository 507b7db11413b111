export { foldersAbove } from "./above";
export { type ImageInputs, copiedSources, imageInputs, installedAlike, ownAlike } from "./inputs";
export { isImageInput } from "./image-input";
export { type Snapshot, describedAlike, readSnapshot, readSnapshotBefore } from "./snapshot";
export { type Owner } from "./owners";
