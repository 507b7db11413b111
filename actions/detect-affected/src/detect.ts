export { detectAffected } from "@cashsouk/deploy/affected";
export { openRepository } from "@cashsouk/deploy/git";
