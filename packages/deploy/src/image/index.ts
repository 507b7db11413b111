export { type BuiltImage, parseBuiltImages } from "./built-image";
export {
  type BuildImagesOptions,
  type BuildImagesPorts,
  buildImages,
  planImages,
  type PlannedImage,
} from "./build-images";
export { type Source, readSource } from "./source";
export { type ImageInEcr, type ImageReader, readImage } from "./read-image";
export { parseReference } from "./reference";
export { type EcrPort } from "./registry";
export { tagInEcr } from "./spare";
export { defaultTags, releasedTag } from "./tags";
export { imageSummary } from "./summary";
