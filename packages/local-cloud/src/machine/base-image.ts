import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync } from "node:fs";
import { join } from "node:path";
import { attempt } from "../command";
import { docker, dockerCommand } from "./engine";
import { cacheFolder } from "./folders";
import type { Need } from "./need";
import { nodeFolder, nodeVersion, npmVersion } from "./node";
import { runAsRoot } from "./root";

export const baseImage = "cashsouk-node:24";

const recipe = join(__dirname, "base-image.sh");

/** What the image was made from; an image of the same name with another one is made again. */
export const baseImageKey = createHash("sha256")
  .update([readFileSync(recipe, "utf8"), nodeVersion, npmVersion].join("\n"))
  .digest("hex")
  .slice(0, 16);

const label = "org.cashsouk.recipe";
const folder = join(cacheFolder, "base-image");
/** The saved image, not its files alone: its id is part of every image's content key and must outlive the engine. */
const archive = join(folder, `${baseImageKey}.tar`);

export function base(): Need {
  return {
    name: `Base image ${baseImage}`,
    find: async () => ((await isOurs(baseImage)) ? `recipe ${baseImageKey}` : undefined),
    installs: existsSync(archive) ? `docker load ${archive}` : `debootstrap and Node.js ${nodeVersion} into ${archive}`,
    byHand: `${recipe} ${nodeFolder} | docker import --change 'LABEL ${label}=${baseImageKey}' - ${baseImage}`,
    async install() {
      if (!existsSync(archive)) await make();
      await docker(["load", "--quiet", "--input", archive]);
    },
  };
}

/** Whether an image was made by this recipe, whatever it is called. */
export async function isOurs(image: string): Promise<boolean> {
  const format = `{{index .Config.Labels "${label}"}}`;
  const { code, stdout } = await attempt([dockerCommand(), "image", "inspect", image, "--format", format]);
  return code === 0 && stdout.trim() === baseImageKey;
}

async function make(): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const files = `${archive}.files`;
  await runAsRoot(["sh", recipe, nodeFolder, files], { logFile: join(folder, "make.log") });
  const changes = [`LABEL ${label}=${baseImageKey}`, `ENV NODE_VERSION=${nodeVersion}`, 'CMD ["node"]'];
  await docker(["import", ...changes.flatMap((change) => ["--change", change]), files, baseImage]);
  await docker(["save", "--output", `${archive}.new`, baseImage]);
  renameSync(`${archive}.new`, archive);
  await runAsRoot(["rm", files]);
}
