import { posix } from "node:path";
import { copiedSources, imageInputs, type ImageInputs, isImageInput, isTest, type Snapshot } from "../content";
import { DeployError } from "../error";
import type { Tree } from "../git";
import type { Service } from "../manifest";
import { eachText, findPackage, inputMatcher, once, packageAt } from "../workspace";
import { type Imported, importsIn, isSource } from "./imported";
import type { Reason } from "./reasons";
import { isSettings, ledBy, partOf, readSettings, type Settings, settingsIn } from "./settings";

const mayBeExtended = (file: string) => /(?<!package)\.json$/.test(file);

/** A service whose inputs are the same, and all that has changed. */
interface Unchanged {
  readonly service: Service;
  /** Its base. */
  readonly snapshot: Snapshot;
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
  const folders = new Set([...workspace.packages.values()].map(({ folder }) => folder));
  /** By settings, or by `../`, which else leads to no package's files. */
  const isLoose = (file: string) =>
    mayBeExtended(file) || (isSource.test(file) && ![...folders].some((folder) => file.startsWith(`${folder}/`)));
  const services = unchanged.flatMap(({ service, snapshot, changed }) => {
    const { folder } = findPackage(workspace, service.package, service.dockerfile);
    const copied = copiedSources(head, service, buildArgs);
    const own = settingsAt(folder);
    // Most have nothing that could lead anywhere.
    if (copied.paths.length + own.length === 0 && ![...changed].some(isLoose)) return [];
    const inputs = imageInputs(head, service, buildArgs);
    const others = [...changed].filter((file) => !inputs.ownerOf(file)).sort();
    const builders = buildersOf(head, inputs, { folders, sources: copied.paths });
    const settings = [...own, ...builders.flatMap(settingsAt)];
    return [{ service, before: snapshot.tree, inputs, others, copied, builders, own: settings }];
  });
  const all = services.some(({ others }) => others.some(mayBeExtended))
    ? tree.endingWith(".json").filter((path) => isSettings.test(path))
    : services.flatMap(({ own }) => own);
  const settings = await readSettings(tree, all);
  const imports = once(() => importsIn(head, folders));
  const reasons = new Map<string, readonly Reason[]>();
  for (const one of services) {
    const { inputs, builders } = one;
    const isOwn = (path: string) => inputs.ownerOf(path) || builders.some((folder) => path.startsWith(`${folder}/`));
    const found = reasonsOf(head, {
      ...one,
      folders,
      imports,
      isLoose,
      settings,
      own: [...new Set(all)].filter(isOwn),
    });
    reasons.set(one.service.name, await found.catch(notComparable));
  }
  return reasons;
}

interface Looked {
  readonly service: Service;
  /** As it was at its base. */
  readonly before: Tree;
  readonly inputs: ImageInputs;
  /** What changed, and is none of the inputs. */
  readonly others: readonly string[];
  readonly isLoose: (file: string) => boolean;
  readonly imports: () => ReturnType<typeof importsIn>;
  /** Of the workspace's packages. */
  readonly folders: ReadonlySet<string>;
  readonly copied: ReturnType<typeof copiedSources>;
  /** Folders that copied builds are made of. */
  readonly builders: readonly string[];
  readonly settings: Settings;
  /** The paths of the service's own. */
  readonly own: readonly string[];
}

const nothing: Imported = { places: new Set(), isNamed: () => true };

async function reasonsOf(
  head: Snapshot,
  { service, before, inputs, others, isLoose, imports, copied, builders, folders, settings, own }: Looked,
): Promise<Reason[]> {
  const { workspace, tree } = head;
  const isOf = eachText((place): ((file: string) => boolean) => {
    if (folders.has(place)) {
      const builder = imageInputs(head, { ...service, package: place });
      return (file) => builder.ownerOf(file) !== undefined;
    }
    const matches = inputMatcher([place]);
    return (file) => matches(file) && isImageInput(file.replace(`${place}/`, ""));
  });
  /** Many build in the folder that the Dockerfile lies in: what it names is looked for there as well. */
  const folder = `${posix.dirname(service.dockerfile)}/`;
  const isCopied = (file: string) =>
    file.startsWith(folder) && !isTest(file) && copied.has(file.slice(folder.length), () => true);
  const led = own.map((by) => [by, ledBy(settings, by)] as const);
  const { aliases } = ledBy(settings, ...own);
  const mayBeImported = others.some(isLoose) || aliases.some(([, target]) => !inputs.ownerOf(target));
  const { places, isNamed } = mayBeImported ? await imports()(inputs, aliases) : nothing;
  const imported = [...places];
  const texts = await Promise.all(
    [before, tree].map((one) =>
      one.readTexts(others.filter((file) => isSettings.test(file) && one.kindOf(file) === "file")),
    ),
  );
  /** Does only what other projects are called differ? */
  const isOthers = (file: string) => {
    const [then, now] = texts.map((one) => one.get(file)).map((text) => text && partOf(text, isNamed));
    return now !== undefined && then === now;
  };
  return others.flatMap((file): Reason[] => {
    if (isCopied(file)) return [{ kind: "own-file", file }];
    const isIn = (place: string) => isOf(place)(file);
    if (builders.some(isIn))
      return [{ kind: "dependency", of: packageAt(workspace, file, inputs.packages).name, file }];
    const [by] = led.find(([, { places }]) => places.some(isIn)) ?? [];
    if (by !== undefined && !isOthers(file)) return [{ kind: "settings", file, by }];
    const place = imported.find(isIn);
    return place === undefined ? [] : [{ kind: "dependency", of: place, file }];
  });
}

/** The folders of which the Dockerfile copies what a build leaves there, as `dist`, and git shows nothing. */
function buildersOf(
  { tree, workspace }: Snapshot,
  { packages }: ImageInputs,
  { folders, sources }: { readonly folders: ReadonlySet<string>; readonly sources: readonly string[] },
): string[] {
  const isShown = (place: string) => tree.paths.some((path) => path === place || path.startsWith(`${place}/`));
  return sources.flatMap((source) => {
    // Where a glob begins, the folder that it lies in.
    const place = source.replace(/\/[^/]*[*?[].*$/s, "");
    const around = packageAt(workspace, place, packages);
    const below = place.split("/").slice(1);
    if (isShown(place)) return [];
    // What is in a package that is needed counts already.
    if (around.folder !== ".") return packages.has(around) ? [] : [around.folder];
    // `dist/apps/api` is made of `apps/api`, and so is `dist/api`.
    const tails = below.map((_, at) => below.slice(at).join("/"));
    const named = [...folders].filter((folder) => tails.some((tail) => folder.endsWith(`/${tail}`)));
    return [...named, ...tails.filter(isShown)];
  });
}

function notComparable(error: unknown): Reason[] {
  if (error instanceof DeployError) return [{ kind: "not-comparable", why: error.message }];
  throw error;
}
