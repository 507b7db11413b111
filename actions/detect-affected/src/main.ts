import type { BaseChoice } from "@cashsouk/deploy/affected";
import { readReleases } from "@cashsouk/deploy/release";
import { type ActionContext, runAction } from "../../src/run-action";
import { type Inputs, parseInputs } from "./inputs";

void runAction(async ({ read, aws, log, cancelled, output, summarise }) => {
  const { head, manifest, deepen, buildArgs, baseImages, ...inputs } = read(parseInputs);
  const base = await chooseBase(inputs.base, head ?? "HEAD", aws);
  // What reads a workspace is loaded once the ledger has answered.
  const { detectAffected, openRepository } = await import("./detect");
  const findings = await detectAffected(openRepository(inputs.workingDirectory, cancelled), {
    base,
    deepen,
    warn: (line) => log.warning(line),
    outside: {
      ...(buildArgs ? { args: buildArgs } : {}),
      // Docker is asked only where base images are compared.
      ...(baseImages ? { digestOf: (await import("./digests")).digestReader(cancelled) } : {}),
    },
    ...(head ? { head } : {}),
    ...(manifest ? { manifest } : {}),
  });
  const { affectedSummary, describeFinding, outputs } = await import("./report");
  for (const finding of findings) log.info(describeFinding(finding));
  if (findings.every(({ reasons }) => reasons.length === 0)) log.info("Nothing is affected.");
  output(outputs(findings));
  await summarise(affectedSummary(findings));
});

async function chooseBase(base: Inputs["base"], head: string, aws: ActionContext["aws"]): Promise<BaseChoice> {
  if (base.kind === "released") {
    const { SSM } = await import("../../src/clients/ssm");
    return { kind: "released", releases: await readReleases(aws(SSM), base.ledger) };
  }
  // Who compares with releases has nothing to do with events, and who has, with no role.
  return (await import("./shared-base")).sharedBase(base, head);
}
