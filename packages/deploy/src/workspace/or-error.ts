import { DeployError } from "../error";

/** What is read, or the expected error that reading ends with. */
export function orError<T>(read: () => T): T | DeployError {
  try {
    return read();
  } catch (error) {
    if (error instanceof DeployError) return error;
    throw error;
  }
}
