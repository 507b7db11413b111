import { DeployError } from "@cashsouk/deploy";
import type { Finding } from "@cashsouk/deploy/affected";
import { reasonOutput } from "../../src/common-outputs";

export const outputNames = ["services", "matrix", "any", "reasons", "bases"] as const;

export function outputs(findings: readonly Finding[]): Record<string, unknown> {
  refuseOurs(findings.map(({ service }) => service.name));
  const affected = findings.filter(({ reasons }) => reasons.length > 0);
  const named = {
    services: affected.map(({ service }) => service.name),
    matrix: {
      include: affected.map(({ service }) => ({
        service: service.name,
        package: service.package,
        dockerfile: service.dockerfile,
      })),
    },
    any: affected.length > 0,
    reasons: Object.fromEntries(findings.map(({ service, reasons }) => [service.name, someOf(reasons)])),
    bases: Object.fromEntries(findings.map(({ service, base }) => [service.name, base ?? null])),
  } satisfies Record<(typeof outputNames)[number], unknown>;
  const ofEach = findings.map(({ service, reasons }) => [service.name, reasons.length > 0] as const);
  return { ...Object.fromEntries(ofEach), ...named };
}

/** A job's outputs, and what a step is given in its environment, have limits: a change of everything has thousands of reasons. */
const most = 20;

function someOf(reasons: Finding["reasons"]): unknown[] {
  const more = reasons.length - most;
  return more > 0 ? [...reasons.slice(0, most), { kind: "more", count: more }] : [...reasons];
}

/** A service has an output of its name: of two that are called alike a workflow would read the other one. */
function refuseOurs(services: readonly string[]): void {
  const ours: readonly string[] = [...outputNames, reasonOutput];
  const taken = services.filter((name) => ours.includes(name));
  if (taken.length === 0) return;
  throw new DeployError(
    "taken-name",
    `manifest: want services with names other than the outputs ${ours.join(", ")}, got "${taken.join('", "')}"`,
    "A service has an output of its name: give it another one in services.json.",
  );
}
