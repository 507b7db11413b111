export { isAddress } from "./address";
export { contextImages, externalImages, frontend, givenFrontend } from "./external-images";
export { addresses, type Sources, sources } from "./sources";
