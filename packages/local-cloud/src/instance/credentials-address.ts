import { existsSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "../command";
import type { Bridge } from "../machine/bridge";
import { cacheFolder } from "../machine/folders";
import { runAsRoot } from "../machine/root";

/** Where a task on Fargate asks for its role's credentials; AWS's SDKs take plain http from few other addresses. */
export const credentialsAddress = "169.254.170.2";

/** Exists while the address is there because one of our instances added it. */
const mark = join(cacheFolder, "credentials-address-added");

export async function addCredentialsAddress(bridge: Bridge): Promise<void> {
  if (await isPresent()) return;
  await runAsRoot(["ip", "address", "add", `${credentialsAddress}/32`, "dev", bridge.name]);
  writeFileSync(mark, "");
}

/** Takes the address away if we added it and no instance serves credentials there any more. */
export async function removeCredentialsAddress(bridge: Bridge): Promise<void> {
  if (!existsSync(mark) || (await run(["ss", "-Hltn", "src", credentialsAddress])).trim()) return;
  if (await isPresent()) await runAsRoot(["ip", "address", "del", `${credentialsAddress}/32`, "dev", bridge.name]);
  rmSync(mark, { force: true });
}

async function isPresent(): Promise<boolean> {
  return (await run(["ip", "-4", "-oneline", "address"])).includes(` ${credentialsAddress}/32 `);
}
