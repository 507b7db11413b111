import { existsSync, renameSync, rmSync } from "node:fs";
import { arch } from "node:os";
import { join } from "node:path";
import { run } from "../command";
import { cacheFolder } from "./folders";
import type { Need } from "./need";

/** What the actions and the images run on; npm carries the real binary. */
export const nodeVersion = "24.21.0";
export const npmVersion = "11.21.2";

/** Laid out as an installation of Node.js is: bin/node, lib/node_modules/npm. */
export const nodeFolder = join(cacheFolder, `node-${nodeVersion}`);

export function node(): Need {
  const binary = `node-linux-${arch()}`;
  const download: [string, ...string[]] = ["npm", "install", "--silent", "--no-save", "--ignore-scripts", "--prefix"];
  const packages = [`${binary}@${nodeVersion}`, `npm@${npmVersion}`];
  return {
    name: `Node.js ${nodeVersion}`,
    find: () => (existsSync(nodeFolder) ? nodeFolder : undefined),
    installs: `npm install ${packages.join(" ")} into ${nodeFolder}`,
    byHand: `npm install --prefix ${nodeFolder}.new ${packages.join(" ")}`,
    async install() {
      const fresh = `${nodeFolder}.new`;
      rmSync(fresh, { recursive: true, force: true });
      await run([...download, fresh, ...packages]);
      const modules = join(fresh, "node_modules");
      await run(["sh", "-ec", layOut, "sh", fresh, join(modules, binary), join(modules, "npm")]);
      renameSync(fresh, nodeFolder);
    },
  };
}

const layOut = `
mkdir -p "$1/bin" "$1/lib/node_modules"
mv "$2/bin/node" "$1/bin/node"
mv "$3" "$1/lib/node_modules/npm"
ln -s ../lib/node_modules/npm/bin/npm-cli.js "$1/bin/npm"
ln -s ../lib/node_modules/npm/bin/npx-cli.js "$1/bin/npx"
rm -rf "$1/node_modules" "$1"/package*.json
`;
