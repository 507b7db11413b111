import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { attempt } from "../command";
import { baseImage, baseImageKey } from "./base-image";
import { docker, dockerCommand } from "./engine";
import { checkout } from "./folders";
import type { Need } from "./need";

const image = "cashsouk-postgres:15";
const folder = join(checkout, "docker");
const files = ["postgres.Dockerfile", "postgres.sh"];
const label = "org.cashsouk.recipe";

/** PostgreSQL for the compose files; made again when its recipe or the base image's changed. */
export function postgresImage(): Need {
  const key = recipeKey();
  const build = [
    ...["build", "--quiet", "--tag", image, "--label", `${label}=${key}`, "--build-arg", `NODE_IMAGE=${baseImage}`],
    ...["--file", join(folder, files[0]!), folder],
  ];
  return {
    name: `Image ${image}`,
    find: async () => ((await recipeOf(image)) === key ? `recipe ${key}` : undefined),
    installs: `docker build of docker/${files[0]}`,
    byHand: `docker ${build.join(" ")}`,
    install: async () => void (await docker(build, { env: { DOCKER_BUILDKIT: "1" }, timeoutMs: 1_200_000 })),
  };
}

function recipeKey(): string {
  const hash = createHash("sha256").update(baseImageKey);
  for (const file of files) hash.update(readFileSync(join(folder, file)));
  return hash.digest("hex").slice(0, 16);
}

async function recipeOf(name: string): Promise<string | undefined> {
  const format = `{{index .Config.Labels "${label}"}}`;
  const { code, stdout } = await attempt([dockerCommand(), "image", "inspect", name, "--format", format]);
  return code === 0 ? stdout.trim() : undefined;
}
