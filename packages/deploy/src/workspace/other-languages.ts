import { posix } from "node:path";
import type { Tree } from "../git";

/** What tells the tools of other languages which folders beside its own a package is built from. */
const manifests = [
  /^(?:go\.mod|pyproject\.toml|Pipfile|requirements.*\.(?:txt|in)|Cargo\.toml|Gemfile|composer\.json|mix\.exs)$/,
  /^(?:pom\.xml|(?:build|settings)\.gradle(?:\.kts)?|pubspec\.yaml|Package\.swift|CMakeLists\.txt)$/,
];
/** It builds what lies in its folder. */
const isProject = /\.(?:cs|fs|vb)proj$/;
/** They may stand in a comment: one that says the same is taken for it, which is the safe side. */
const pathsUp = /(?<![\w./\\])\.\.(?:[/\\][\w.@+-]*)*/g;

/** The folders and files of the repository that a folder's manifests lead to by `../`: path → specifier. */
export async function ledByManifests(tree: Tree, folder: string): Promise<Readonly<Record<string, string>>> {
  const inside = tree.paths.filter((path) => posix.dirname(path) === folder && isManifest(posix.basename(path)));
  const texts = await tree.readTexts(inside);
  const said = [...texts.values()].flatMap((text) => text.match(pathsUp) ?? []);
  const places = new Set(said.map((one) => placeAt(posix.join(folder, one.replaceAll("\\", "/")))));
  const isThere = (place: string) => tree.paths.some((path) => path === place || path.startsWith(`${place}/`));
  const led = [...places].filter((place) => place !== folder && isThere(place)).sort();
  return Object.fromEntries(led.map((place) => [place, `file:${posix.relative(folder, place)}`]));
}

function isManifest(file: string): boolean {
  return isProject.test(file) || manifests.some((known) => known.test(file));
}

function placeAt(path: string): string {
  return (isProject.test(path) ? posix.dirname(path) : path).replace(/\/$/, "");
}
