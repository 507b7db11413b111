export { type Comments, writeComment } from "./write-comment";
