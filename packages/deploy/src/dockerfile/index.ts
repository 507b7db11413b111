export { externalImages } from "./external-images";
export { type Sources, sources } from "./sources";
