export { type ImageInputs, type Owner, imageInputs, isImageInput } from "./inputs";
export { type Snapshot, readSnapshot } from "./snapshot";
