export { type ImageInputs, type Owner, imageInputs, installedAlike, isImageInput, ownAlike } from "./inputs";
export { type Snapshot, readSnapshot, readSnapshotBefore } from "./snapshot";
