import { DeployError } from "./error";

/** What AWS calls credentials whose time is over, and those that it does not know: wrong ones, or, after they had been good, over as well. */
const faults = new Set([
  "ExpiredToken",
  "ExpiredTokenException",
  "RequestExpired",
  "InvalidClientTokenId",
  "UnrecognizedClientException",
]);

/** AWS's own name for it, where an error says that credentials are over or not known; also behind one of ours. */
export function credentialsFault(error: unknown): string | undefined {
  const { name, cause } = error as { name?: string; cause?: unknown };
  if (name && faults.has(name)) return name;
  return error instanceof DeployError && cause !== undefined ? credentialsFault(cause) : undefined;
}
