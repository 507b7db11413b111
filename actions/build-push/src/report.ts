export { imageSummary } from "@cashsouk/deploy/image";
export { writeMetadata } from "./metadata";
export { outputs } from "./outputs";
