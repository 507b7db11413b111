import { syntax } from "./directives";
import { instructions, mounts, words } from "./instructions";
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

/**
 * Those of the images that a named context may stand for. One of a stage's own name would stand for that stage as well,
 * and its instructions be passed over.
 */
export function contextImages(dockerfile: string, images: readonly string[]): string[] {
  const stages = new Set<string>();
  for (const { name, rest } of instructions(dockerfile))
    if (name === "FROM") stages.add((words(rest)[2] ?? "").toLowerCase());
  return images.filter((image) => !stages.has(familiar(image)));
}

/** As BuildKit looks a context up: without what Docker adds to a name by itself. */
function familiar(image: string): string {
  return image
    .replace(/^(?:index\.)?docker\.io\//, "")
    .replace(/^library\//, "")
    .replace(/:latest$/, "");
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
