export { type BuiltImage, parseBuiltImages } from "./built-image";
