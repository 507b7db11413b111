export { ask, type PublicAnswer } from "./ask";
export { publicUrl } from "./public-url";
