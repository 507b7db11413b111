import { appendFile } from "node:fs/promises";
import { join } from "node:path";
import { run } from "../command";
import { deployLocal } from "../deploy/verbs";
import { resetInstance, stopInstance } from "../instance/stop";
import { checkout, stateFolder } from "../machine/folders";
import type { Progress } from "../progress";
import { copyCheckout } from "../workflow/copy-checkout";
import { watchMemory } from "./memory";

const instance = "bench";

/** Deploys three times in an instance of its own, and prints how long each took and the memory at its peak. */
export async function bench(progress: Progress, write: (line: string) => void): Promise<void> {
  const copy = join(stateFolder, instance, "checkout");
  await resetInstance(instance, progress);
  await copyCheckout(checkout, copy);
  await commit(copy, "The working tree");

  const lines = [await measured("first deployment (tools installed)", copy, progress)];
  lines.push(await measured("again, nothing changed", copy, progress));
  await appendFile(join(copy, "apps", "issuer", "app", "page.tsx"), "\n// Measured.\n");
  await commit(copy, "Another word");
  lines.push(await measured("one portal changed", copy, progress));
  await stopInstance(instance, progress);
  write(`\n${lines.join("\n")}\nImage layers and check results that earlier runs left in the caches were used.`);
}

async function measured(title: string, copy: string, progress: Progress): Promise<string> {
  const begun = Date.now();
  const memory = watchMemory();
  try {
    await deployLocal({ instance, firstPort: undefined, checkout: copy, json: false, variables: {} }, progress);
  } finally {
    memory.stop();
  }
  const seconds = ((Date.now() - begun) / 1000).toFixed(0).padStart(5);
  return `${title.padEnd(36)}${seconds} s   peak memory ${(memory.peakBytes() / 2 ** 30).toFixed(1)} GiB`;
}

async function commit(copy: string, message: string): Promise<void> {
  const author = ["-c", "user.name=Bench", "-c", "user.email=bench@localhost"];
  await run(["git", "-C", copy, "add", "--all"]);
  await run(["git", ...author, "-C", copy, "commit", "--quiet", "--allow-empty", "--message", message]);
}
