export { affectedSummary, describeFinding, detectAffected } from "@cashsouk/deploy/affected";
export { openRepository } from "@cashsouk/deploy/git";
export { outputs } from "./outputs";
