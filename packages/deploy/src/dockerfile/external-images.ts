import { syntax } from "./directives";
import { mounts, words } from "./instructions";
import { type BuildSettings, platformArgs } from "./platform";
import { steps } from "./steps";
import { declare, expand } from "./variables";

/**
 * The images outside the Dockerfile that it builds from (`FROM`, `COPY --from=`, `RUN --mount=…,from=`), with build
 * arguments put in. Not `scratch`, not its own stages. Sorted. `ARG`s count where Docker
 * lets them: before the first FROM.
 */
export function externalImages(dockerfile: string, { buildArgs, platforms }: BuildSettings): string[] {
  const found = platforms.flatMap((platform) => imagesFor(dockerfile, buildArgs, platformArgs(platform)));
  return [...new Set(found)].sort();
}

/** The image by which BuildKit reads the Dockerfile, where that is not its own affair: https://docs.docker.com/build/buildkit/frontend/ */
export function frontend(dockerfile: string, buildArgs: BuildSettings["buildArgs"]): string | undefined {
  const [image] = (buildArgs[givenFrontend] || (syntax(dockerfile) ?? "")).split(" ");
  return image || undefined;
}

/** The build argument that goes over the Dockerfile's own word. */
export const givenFrontend = "BUILDKIT_SYNTAX";

function imagesFor(
  dockerfile: string,
  buildArgs: BuildSettings["buildArgs"],
  args: Map<string, string>,
): readonly string[] {
  const stages = new Set<string>(["scratch"]);
  const found = new Set<string>();
  const add = (reference: string) => {
    const image = expand(reference, args);
    if (image && !stages.has(image.toLowerCase()) && !/^\d+$/.test(image)) found.add(image);
  };
  let inStage = false;
  for (const instruction of steps(dockerfile, (image) => expand(image, args))) {
    const { name, options, rest } = instruction;
    if (name === "ARG" && !inStage) declare(words(rest), args, { given: buildArgs });
    if (name === "FROM") {
      inStage = true;
      const [image = "", , stage] = words(rest);
      add(image);
      if (stage) stages.add(stage.toLowerCase());
    }
    if (name === "COPY" || name === "ADD")
      for (const option of options) if (option.startsWith("--from=")) add(option.slice("--from=".length));
    for (const mount of mounts(instruction)) add(mount.get("from") ?? "");
  }
  return [...found];
}
