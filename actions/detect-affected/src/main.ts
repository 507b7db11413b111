import { DeployError } from "@cashsouk/deploy";
import type { BaseChoice } from "@cashsouk/deploy/affected";
import { readReleases } from "@cashsouk/deploy/release";
import { readFile } from "node:fs/promises";
import { type ActionContext, runAction } from "../../src/run-action";
import type { EventPayload } from "./event";
import { type Inputs, parseInputs } from "./inputs";

void runAction(async ({ read, aws, log, cancelled, output, summarise }) => {
  const { head, manifest, deepen, buildArgs, baseImages, ...inputs } = read(parseInputs);
  const base = await chooseBase(inputs.base, head ?? "HEAD", aws);
  // What reads a workspace is loaded once the ledger has answered.
  const { affectedSummary, describeFinding, detectAffected, openRepository, outputs } = await import("./detect");
  const findings = await detectAffected(openRepository(inputs.workingDirectory, cancelled), {
    base,
    deepen,
    warn: (line) => log.warning(line),
    outside: {
      ...(buildArgs ? { args: buildArgs } : {}),
      ...(baseImages ? { digestOf: await digestReader(cancelled) } : {}),
    },
    ...(head ? { head } : {}),
    ...(manifest ? { manifest } : {}),
  });
  for (const finding of findings) log.info(describeFinding(finding));
  if (findings.every(({ reasons }) => reasons.length === 0)) log.info("Nothing is affected.");
  output(outputs(findings));
  await summarise(affectedSummary(findings));
});

/** As build-push finds it, so that both speak of the same image. Docker is asked only where base images are compared. */
async function digestReader(signal: AbortSignal): Promise<(reference: string) => Promise<string>> {
  const { resolveDigest, withDocker } = await import("@cashsouk/deploy/image");
  return (reference) => withDocker({ signal }, (docker) => resolveDigest(docker, reference));
}

async function chooseBase(base: Inputs["base"], head: string, aws: ActionContext["aws"]): Promise<BaseChoice> {
  if (base.kind === "released") {
    const { SSM } = await import("../../src/clients/ssm");
    return { kind: "released", releases: await readReleases(aws(SSM), base.ledger) };
  }
  // Who compares with releases has nothing to do with events, and who has, with no role.
  const { baseOfEvent, baseOfRevision, mergeBaseOfEvent } = await import("./event");
  switch (base.kind) {
    case "revision":
      return baseOfRevision(base.revision, eventName(), eventName() === "push" ? await readEvent() : {}, head);
    case "merge-base":
      return mergeBaseOfEvent(eventName(), await readEvent(), head);
    case "event":
      return baseOfEvent(eventName(), await readEvent(), head);
    default:
      return base satisfies never;
  }
}

function eventName(): string {
  return process.env["GITHUB_EVENT_NAME"] ?? "";
}

async function readEvent(): Promise<EventPayload> {
  const path = process.env["GITHUB_EVENT_PATH"];
  const ref = process.env["GITHUB_REF"];
  const run: EventPayload = ref ? { ref } : {};
  if (!path) return run;
  try {
    return { ...run, ...(JSON.parse(await readFile(path, "utf8")) as EventPayload) };
  } catch (error) {
    const why = `the run's event can't be read from GITHUB_EVENT_PATH: ${(error as Error).message}`;
    throw new DeployError("unreadable-event", why, "Give base a revision.");
  }
}
