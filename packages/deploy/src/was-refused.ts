import { isRefusal, refused } from "./aws-client";
import { DeployError } from "./error";

/**
 * Whether AWS has said no to every attempt of the call that ended so. The last answer alone says nothing of an attempt before
 * it that was sent and not answered: what that asked for may have been done. Of another client's error only a single attempt
 * is known.
 */
export function wasRefused(error: Error): boolean {
  const { $metadata } = (error instanceof DeployError ? (error.cause ?? {}) : error) as Attempted;
  const isNo = error instanceof DeployError || isRefusal(error);
  return isNo && (($metadata?.attempts ?? 1) === 1 || refused.has(error));
}

interface Attempted {
  readonly $metadata?: { readonly attempts?: number };
}
