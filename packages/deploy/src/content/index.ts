export { foldersAbove } from "./above";
export { installedAlike, ownAlike } from "./alike";
export { type ImageInputs, copiedSources, imageInputs } from "./inputs";
export { isImageInput, isTest } from "./image-input";
export { type Snapshot, readSnapshot, usualManifest } from "./snapshot";
export { describedAlike, readSnapshotBefore } from "./snapshot-before";
export { type Owner } from "./owners";
export { unseenOf } from "./unseen";
