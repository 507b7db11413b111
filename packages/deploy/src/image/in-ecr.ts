/** What a rollout loads once it asks ECR for an image: by this one module, so that none of these is a chunk of its own. */
export { parseReference } from "./reference";
export { findImage } from "./registry";
export { releasedTag, repositoryAt, tagInEcr } from "./spare";
