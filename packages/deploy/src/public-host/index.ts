export { ask, type PublicAnswer } from "./ask";
export { publicUrlPattern, urlPattern } from "./pattern";
export { publicUrl } from "./public-url";
