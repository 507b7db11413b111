export { type BuiltImage, parseBuiltImages } from "../release";
