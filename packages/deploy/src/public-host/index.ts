export { ask, type PublicAnswer } from "./ask";
export { publicUrlPattern } from "./pattern";
export { publicUrl } from "./public-url";
