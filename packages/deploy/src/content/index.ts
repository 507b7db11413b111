export { type ImageInputs, type Owner, imageInputs, installedAlike, ownAlike } from "./inputs";
export { isImageInput } from "./image-input";
export { type Snapshot, readSnapshot, readSnapshotBefore } from "./snapshot";
