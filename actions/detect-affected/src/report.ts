export { affectedSummary, describeFinding } from "@cashsouk/deploy/affected";
export { outputs } from "./outputs";
