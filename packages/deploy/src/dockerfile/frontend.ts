import { syntax } from "./directives";
import type { BuildSettings } from "./platform";

/** The build argument that goes over the Dockerfile's own word. */
export const givenFrontend = "BUILDKIT_SYNTAX";

/** The image by which BuildKit reads the Dockerfile, where that is not its own affair: https://docs.docker.com/build/buildkit/frontend/ */
export function frontend(dockerfile: string, buildArgs: BuildSettings["buildArgs"]): string | undefined {
  const [image] = (buildArgs[givenFrontend] || (syntax(dockerfile) ?? "")).split(" ");
  return image || undefined;
}
