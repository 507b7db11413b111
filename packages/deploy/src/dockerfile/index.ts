export { externalImages } from "./external-images";
export { sources } from "./sources";
