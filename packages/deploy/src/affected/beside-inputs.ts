import { posix } from "node:path";
import { copiedSources, imageInputs, type ImageInputs, isImageInput, isTest, type Snapshot } from "../content";
import { DeployError } from "../error";
import type { Service } from "../manifest";
import { eachText, findPackage, inputMatcher, packageAt } from "../workspace";
import { importedFrom } from "./imported";
import type { Reason } from "./reasons";
import { isSettings, ledBy, readSettings, type Settings, settingsIn } from "./settings";

/** A service whose inputs are the same, and all that has changed. */
interface Unchanged {
  readonly service: Service;
  readonly changed: ReadonlySet<string>;
}

/**
 * Why images would differ that are not built as build-push does it, of the inputs alone: nobody is left out in silence.
 * Every package's settings are read where a file changed that they may extend, and else those beside the services'
 * package.json. `buildArgs`: over the services' own.
 */
export async function besideInputs(
  head: Snapshot,
  unchanged: readonly Unchanged[],
  buildArgs: Service["buildArgs"] = {},
): Promise<Map<string, readonly Reason[]>> {
  const { tree, workspace } = head;
  const settingsAt = (folder: string) => settingsIn(folder).filter((path) => tree.kindOf(path));
  const mayBeExtended = (file: string) => /(?<!package)\.json$/.test(file);
  const services = unchanged.flatMap(({ service, changed }) => {
    const { folder } = findPackage(workspace, service.package, service.dockerfile);
    const copied = copiedSources(head, service, buildArgs);
    const own = settingsAt(folder);
    // Most have nothing that could lead anywhere.
    if (copied.paths.length + own.length === 0 && ![...changed].some(mayBeExtended)) return [];
    const inputs = imageInputs(head, service, buildArgs);
    const others = [...changed].filter((file) => !inputs.ownerOf(file)).sort();
    if (others.length === 0) return [];
    const builders = buildersOf(head, inputs, copied.paths);
    return [{ service, inputs, others, copied, builders, own: [...own, ...builders.flatMap(settingsAt)] }];
  });
  const all = services.some(({ others }) => others.some(mayBeExtended))
    ? tree.endingWith(".json").filter((path) => isSettings.test(path))
    : services.flatMap(({ own }) => own);
  const settings = await readSettings(tree, all);
  const reasons = new Map<string, readonly Reason[]>();
  for (const one of services) {
    const { inputs, builders } = one;
    const isOwn = (path: string) => inputs.ownerOf(path) || builders.some((folder) => path.startsWith(`${folder}/`));
    const found = reasonsOf(head, { ...one, settings, own: [...new Set(all)].filter(isOwn) });
    reasons.set(one.service.name, await found.catch(notComparable));
  }
  return reasons;
}

interface Looked {
  readonly service: Service;
  readonly inputs: ImageInputs;
  /** What changed, and is none of the inputs. */
  readonly others: readonly string[];
  readonly copied: ReturnType<typeof copiedSources>;
  /** Folders that copied builds are made of. */
  readonly builders: readonly string[];
  readonly settings: Settings;
  /** The paths of the service's own. */
  readonly own: readonly string[];
}

async function reasonsOf(
  head: Snapshot,
  { service, inputs, others, copied, builders, settings, own }: Looked,
): Promise<Reason[]> {
  const { workspace, tree } = head;
  const folders = new Set([...workspace.packages.values()].map(({ folder }) => folder));
  const isOf = eachText((place): ((file: string) => boolean) => {
    const builder = folders.has(place) ? imageInputs(head, { ...service, package: place }) : undefined;
    if (builder) return (file) => builder.ownerOf(file) !== undefined;
    const matches = inputMatcher([place]);
    return (file) => matches(file) && isImageInput(file.replace(`${place}/`, ""));
  });
  /** Many build in the folder that the Dockerfile lies in: what it names is looked for there as well. */
  const folder = `${posix.dirname(service.dockerfile)}/`;
  const isCopied = (file: string) =>
    file.startsWith(folder) && !isTest(file) && copied.has(file.slice(folder.length), () => true);
  const led: (readonly [by: string, places: readonly string[]])[] = [];
  for (const by of own) {
    const { places, aliases } = ledBy(settings, by);
    const mayBeImported = aliases.some(([, place]) => others.some(isOf(place)));
    const imported = mayBeImported ? await importedFrom(tree, aliases, [...inputs.files.keys()]) : [];
    led.push([by, [...places, ...imported]]);
  }
  return others.flatMap((file): Reason[] => {
    if (isCopied(file)) return [{ kind: "own-file", file }];
    const isIn = (places: readonly string[]) => places.some((place) => isOf(place)(file));
    if (isIn(builders)) return [{ kind: "dependency", of: packageAt(workspace, file, inputs.packages).name, file }];
    const [by] = led.find(([, places]) => isIn(places)) ?? [];
    return by === undefined ? [] : [{ kind: "settings", file, by }];
  });
}

/** The folders of which the Dockerfile copies what a build leaves there, as `dist`, and git shows nothing. */
function buildersOf({ tree, workspace }: Snapshot, { packages }: ImageInputs, sources: readonly string[]): string[] {
  const isShown = (place: string) => tree.paths.some((path) => path === place || path.startsWith(`${place}/`));
  return sources.flatMap((source) => {
    // Where a glob begins, the folder that it lies in.
    const place = source.replace(/\/[^/]*[*?[].*$/s, "");
    const around = packageAt(workspace, place, packages);
    const below = place.split("/").slice(1);
    const isKnown = around.folder === "." ? below.length === 0 : around.folder === place || packages.has(around);
    if (isKnown || isShown(place)) return [];
    if (around.folder !== ".") return [around.folder];
    // `dist/apps/api` is made of `apps/api`, and so is `dist/api`.
    const tails = below.map((_, at) => below.slice(at).join("/"));
    const named = [...workspace.packages.values()].filter(({ folder }) =>
      tails.some((tail) => folder.endsWith(`/${tail}`)),
    );
    return [...named.map(({ folder }) => folder), ...tails.filter(isShown)];
  });
}

function notComparable(error: unknown): Reason[] {
  if (error instanceof DeployError) return [{ kind: "not-comparable", why: error.message }];
  throw error;
}
