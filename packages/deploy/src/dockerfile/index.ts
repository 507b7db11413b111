export { isAddress } from "./address";
export { externalImages, frontend, givenFrontend } from "./external-images";
export { addresses, type Sources, sources } from "./sources";
