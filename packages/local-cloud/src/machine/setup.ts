import { existsSync, mkdirSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { DeployError } from "@cashsouk/deploy";
import type { Progress } from "../progress";
import { aptPackages } from "./apt";
import { base } from "./base-image";
import { dockerCommand, engine } from "./engine";
import { binFolder, cacheFolder } from "./folders";
import { actionlint, actionlintFile } from "./go";
import { withLock } from "./lock";
import type { Need } from "./need";
import { node, nodeFolder } from "./node";
import { python, pythonFolder } from "./python";

type NeedOf = () => Need | Promise<Need>;

/** Brings what the machine lacks, in an order in which each can build on those before it; `more` is what one verb needs. */
export async function setUpMachine(progress: Progress, more: readonly NeedOf[] = []): Promise<void> {
  mkdirSync(cacheFolder, { recursive: true });
  const onWait = (holder: string) => progress.say(`another set-up of this machine runs (${holder}); waiting for it …`);
  const setUp = async () => {
    const needs: readonly NeedOf[] = [aptPackages, python, node, actionlint, engine, base, ...more];
    for (const need of needs) await bring(await need(), progress);
    linkTools();
  };
  await withLock(join(cacheFolder, "setup.lock"), setUp, {
    what: "A set-up of this machine",
    onWait,
    timeoutMs: 1_800_000,
  });
}

async function bring(need: Need, progress: Progress): Promise<void> {
  const found = await need.find();
  if (found) return progress.say(`${need.name}: ${found}`);
  progress.say(`${need.name}: missing, so now: ${need.installs}`);
  try {
    await progress.step(need.name, need.install);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const hint = cause instanceof DeployError && cause.hint ? cause.hint : `By hand: ${need.byHand}`;
    throw new DeployError("missing-prerequisite", `${need.name}: ${reason}`, hint, { cause });
  }
  if (!(await need.find()))
    throw new DeployError(
      "missing-prerequisite",
      `${need.name}: still missing after it was installed.`,
      `By hand: ${need.byHand}`,
    );
}

/** One folder of links, so that one entry on PATH gives every tool in its pinned version. */
function linkTools(): void {
  rmSync(binFolder, { recursive: true, force: true });
  mkdirSync(binFolder, { recursive: true });
  const python = ["act", "cfn-lint", "hadolint", "shellcheck", "zizmor"].map((name) => join(pythonFolder, "bin", name));
  const node = readdirSync(join(nodeFolder, "bin")).map((name) => join(nodeFolder, "bin", name));
  for (const tool of [dockerCommand(), actionlintFile, ...node, ...python])
    if (existsSync(tool)) symlinkSync(tool, join(binFolder, tool.slice(tool.lastIndexOf("/") + 1)));
}
