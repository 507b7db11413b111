import { DeployError } from "../error";
import { describedAlike, imageInputs, type Snapshot, unseenOf } from "../content";
import type { Service } from "../manifest";
import { orError } from "../workspace";
import { compareInputs } from "./compare-inputs";
import type { Reason } from "./reasons";

/** What a service is compared with: the repository at its base, or why there is nothing to compare with. */
export type Comparison =
  | {
      readonly kind: "base";
      readonly snapshot: Snapshot;
      readonly changed: ReadonlySet<string>;
    }
  | { readonly kind: "none"; readonly reason: Reason };

/**
 * Service → reasons, in the manifest's order; an empty list says that nothing of it changed.
 * `buildArgs`: over the services' own.
 */
export function affectedServices(
  head: Snapshot,
  comparisons: ReadonlyMap<string, Comparison>,
  buildArgs: Readonly<Record<string, string>> = {},
): Map<string, readonly Reason[]> {
  return new Map(
    head.manifest.services.map((service) => {
      const comparison = comparisons.get(service.name)!;
      return [
        service.name,
        comparison.kind === "none" ? [comparison.reason] : compareService(head, service, { ...comparison, buildArgs }),
      ];
    }),
  );
}

function compareService(
  head: Snapshot,
  service: Service,
  { snapshot, changed, buildArgs }: Extract<Comparison, { kind: "base" }> & Pick<Service, "buildArgs">,
): readonly Reason[] {
  const before = snapshot.manifest.services.find(({ name }) => name === service.name);
  if (!before) return [{ kind: "new-service" }];
  const now = orError(() => imageInputs(head, service, buildArgs));
  // Whoever builds the image will say so again, as an error.
  if (now instanceof DeployError) return [{ kind: "not-comparable", why: now.message }];
  const then = describedAlike(head, snapshot) ? now : orError(() => imageInputs(snapshot, before, buildArgs));
  if (then instanceof DeployError) return [{ kind: "not-comparable", why: `at its base: ${then.message}` }];
  const unseen = unseenOf(now).map((why): Reason => ({ kind: "not-comparable", why }));
  const reasons = orError(() => [...unseen, ...compareInputs(then, now, changed)]);
  return reasons instanceof DeployError ? [{ kind: "not-comparable", why: reasons.message }] : reasons;
}
