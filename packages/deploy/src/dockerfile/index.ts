export { isAddress } from "./address";
export { contextImages, externalImages } from "./external-images";
export { frontend, givenFrontend } from "./frontend";
export { addresses, type Sources, sources } from "./sources";
