import { instructions, mounts, words } from "./instructions";
import { type BuildSettings, platformArgs } from "./platform";
import { steps } from "./steps";
import { declare, expand } from "./variables";

type Settings = BuildSettings & {
  /** The stage that is built; absent: the last. */
  readonly target?: string | undefined;
};

/**
 * The images outside the Dockerfile that the stage is built from (`FROM`, `COPY --from=`, `RUN --mount=…,from=`), through
 * other stages too, with build arguments put in. Not `scratch`, not its own stages. Sorted. `ARG`s count where Docker
 * lets them: before the first FROM. Image → the platforms that it is taken for.
 */
export function externalImages(dockerfile: string, settings: Settings): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const platform of settings.platforms) {
    for (const [image, takenFor] of imagesFor(dockerfile, settings, platform))
      found.set(image, (found.get(image) ?? new Set()).add(takenFor));
  }
  return new Map([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
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

/** What a stage takes from: other stages, or images. */
interface Stage {
  readonly name: string;
  readonly base: string;
  /** What its base is taken for; else the image's own platform. */
  readonly platform: string;
  readonly others: string[];
}

type Taken = readonly [image: string, takenFor: string];

function imagesFor(dockerfile: string, { buildArgs, target, builder }: Settings, platform: string): readonly Taken[] {
  const stages = readStages(dockerfile, buildArgs, platformArgs(platform, builder));
  const found: Taken[] = [];
  const needed = new Set<number>();
  const need = (at: number) => {
    const stage = stages[at];
    if (!stage || needed.has(at)) return;
    needed.add(at);
    take(stage.base, stages.slice(0, at), stage.platform);
    for (const other of stage.others) take(other, stages);
  };
  const take = (image: string, among: readonly Stage[], takenFor = "") => {
    const at = placeOf(image, among);
    if (at >= 0) need(at);
    else if (image && image !== "scratch") found.push([image, takenFor || platform]);
  };
  need(target === undefined ? stages.length - 1 : placeOf(target, stages));
  return found;
}

/** Among those before it a FROM finds its stage, and `--from=` among all. */
function placeOf(reference: string, stages: readonly Stage[]): number {
  const at = stages.findLastIndex(({ name }) => name !== "" && name === reference.toLowerCase());
  return at < 0 && /^\d+$/.test(reference) ? Number(reference) : at;
}

function readStages(dockerfile: string, buildArgs: BuildSettings["buildArgs"], args: Map<string, string>): Stage[] {
  const stages: Stage[] = [];
  for (const instruction of steps(dockerfile, (image) => expand(image, args))) {
    const { name, options, rest } = instruction;
    const stage = stages.at(-1);
    if (name === "ARG" && !stage) declare(words(rest), args, { given: buildArgs });
    if (name === "FROM") {
      const [image = "", , named = ""] = words(rest);
      const [, platform = ""] = /^--platform=(.*)/s.exec(options.join()) ?? [];
      stages.push({
        name: named.toLowerCase(),
        base: expand(image, args),
        platform: expand(platform, args),
        others: [],
      });
    }
    const from = name === "COPY" || name === "ADD" ? options.map((option) => /^--from=(.*)/s.exec(option)?.[1]) : [];
    for (const one of [...from, ...mounts(instruction).map((mount) => mount.get("from"))])
      if (one) stage?.others.push(expand(one, args));
  }
  return stages;
}
