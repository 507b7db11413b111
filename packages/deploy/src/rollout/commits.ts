import type { Target } from "./inspect";
import type { RolloutRequest, ServiceResult } from "./types";

/** From which commit to which a service goes, as the ledger has it before and, where all goes well, after. */
export function commitsOf(
  { images, commit }: Pick<RolloutRequest, "images" | "commit">,
  { service, last, image }: Pick<Target, "service" | "last" | "image">,
): Pick<ServiceResult, "commit" | "previousCommit"> {
  const built = images.get(service.name);
  // The same image in another shape keeps its commit; what was neither built nor released has none that is known.
  const next = last?.image === image ? last.commit : built && (built.commit ?? commit);
  return { ...(next ? { commit: next } : {}), ...(last ? { previousCommit: last.commit } : {}) };
}
