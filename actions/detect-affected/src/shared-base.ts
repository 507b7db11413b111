import { DeployError } from "@cashsouk/deploy";
import type { BaseChoice } from "@cashsouk/deploy/affected";
import { readFile } from "node:fs/promises";
import { baseOfEvent, baseOfRevision, type EventPayload, mergeBaseOfEvent } from "./event";
import type { Inputs } from "./inputs";

/** One base for all services, as the input or the run's event has it. */
export async function sharedBase(
  base: Exclude<Inputs["base"], { kind: "released" }>,
  head: string,
): Promise<BaseChoice> {
  const event = process.env["GITHUB_EVENT_NAME"] ?? "";
  switch (base.kind) {
    case "revision":
      return baseOfRevision(base.revision, event, event === "push" ? await readEvent() : {}, head);
    case "merge-base":
      return mergeBaseOfEvent(event, await readEvent(), head);
    case "event":
      return baseOfEvent(event, await readEvent(), head);
    default:
      return base satisfies never;
  }
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
