import type { Finding } from "@cashsouk/deploy/affected";

export const outputNames = ["services", "matrix", "any", "reasons", "bases"] as const;

export function outputs(findings: readonly Finding[]): Record<string, unknown> {
  const affected = findings.filter(({ reasons }) => reasons.length > 0);
  const named = {
    services: affected.map(({ service }) => service.name),
    matrix: {
      include: affected.map(({ service: { name, package: workspacePackage, dockerfile } }) => ({
        service: name,
        package: workspacePackage,
        dockerfile,
      })),
    },
    any: affected.length > 0,
    reasons: Object.fromEntries(findings.map(({ service, reasons }) => [service.name, reasons])),
    bases: Object.fromEntries(findings.map(({ service, base }) => [service.name, base ?? null])),
  } satisfies Record<(typeof outputNames)[number], unknown>;
  const ofEach = findings.map(({ service, reasons }) => [service.name, reasons.length > 0] as const);
  // Ours come last: a service called "any" has no output of its own.
  return { ...Object.fromEntries(ofEach), ...named };
}
