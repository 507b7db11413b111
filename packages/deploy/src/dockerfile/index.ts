export { externalImages, frontend, givenFrontend } from "./external-images";
export { type Sources, sources } from "./sources";
