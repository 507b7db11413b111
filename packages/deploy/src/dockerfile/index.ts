export { isAddress } from "./address";
export { contextImages, externalImages, frontend, givenFrontend } from "./external-images";
export { addresses, asksForBuilder, type Sources, sources } from "./sources";
