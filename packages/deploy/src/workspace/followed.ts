import { posix } from "node:path";
import { DeployError } from "../error";
import type { Tree } from "../git";
import { eachText } from "./once";

/** Where a path leads. Paths are from the root, which is `.`. */
interface Led {
  /** The links on the way: another target of one is another end. */
  readonly passed: readonly string[];
  /** What lies at the end, be it nothing; of what lies in a submodule, that. Absent where it is no place of the folder. */
  readonly end?: string;
  /** The end, where it is in the repository and not in the folder that is looked at. */
  readonly outside?: string;
}

export interface Links {
  /** Where each link leads. */
  readonly each: ReadonlyMap<string, Led>;
  /** As the system finds what lies at a path, link by link. */
  readonly follow: (path: string) => Led;
}

/** A tree of which texts are read through links, as whoever builds from it reads them. */
export interface FollowedTree extends Tree {
  readonly links: Links;
}

export async function followLinks(tree: Tree): Promise<FollowedTree> {
  const links = await readLinks(tree);
  const readTexts: Tree["readTexts"] = (paths) =>
    links.each.size === 0 ? tree.readTexts(paths) : readBehind(tree, links, paths);
  // What the tree finds when it is asked, as its list of all paths, is still found then.
  return Object.assign(Object.create(tree) as Tree, { links, readTexts });
}

/** As many as Linux follows. */
const mostLinks = 40;

async function readLinks(tree: Tree): Promise<Links> {
  const targets = await tree.readTexts(await tree.listLinks());
  if (targets.size === 0) return { each: new Map(), follow: (path) => ({ passed: [], end: path }) };
  const { prefix } = tree;
  const inFolder = (path: string) => (path.startsWith(prefix) ? path.slice(prefix.length) : undefined);
  const isSubmodule = eachText((path) => tree.kindOf(path) === "submodule");
  const follow = (path: string): Led => {
    const passed: string[] = [];
    // From the repository's top: what leads out of the folder may lead back.
    const at = prefix.split("/").slice(0, -1);
    const rest = path.split("/");
    for (let part = rest.shift(); part !== undefined; part = rest.shift()) {
      if (part === "" || part === ".") continue;
      if (part === "..") {
        if (at.pop() === undefined) return { passed };
        continue;
      }
      at.push(part);
      const place = inFolder(at.join("/"));
      if (place === undefined) continue;
      const target = targets.get(place);
      if (target === undefined) {
        if (rest.length > 0 && isSubmodule(place)) return { passed, end: place };
        continue;
      }
      passed.push(place);
      if (target.startsWith("/") || passed.length > mostLinks) return { passed };
      at.pop();
      rest.unshift(...target.split("/"));
    }
    const end = at.join("/");
    if (`${end}/`.startsWith(prefix)) return { passed, end: end.slice(prefix.length) || "." };
    return { passed, outside: posix.relative(`/${prefix}`, `/${end}`) };
  };
  return { each: new Map([...targets.keys()].map((path) => [path, follow(path)])), follow };
}

/** One that can't be read is told to the services that it may be different for; without other files nothing can be told. */
const isLockfile = /(?:-lock\.(?:yaml|json)|npm-shrinkwrap\.json|yarn\.lock|bun\.lock)$/;

async function readBehind(tree: Tree, { follow }: Links, paths: readonly string[]): Promise<Map<string, string>> {
  const ways = paths.map((path) => ({ path, way: follow(path) }));
  const texts = await tree.readTexts([...new Set(ways.flatMap(({ path, way: { end } }) => [path, end ?? path]))]);
  const found = new Map<string, string>();
  for (const { path, way } of ways) {
    const { end, outside = "a place of the machine" } = way;
    const behind = end === undefined ? undefined : texts.get(end);
    const text = behind ?? (isLockfile.test(path) ? texts.get(path) : undefined);
    if (text !== undefined) found.set(path, text);
    else if (tree.kindOf(path) === "link")
      throw new DeployError("unseen-file", `${path} is a link to ${end ?? outside}, where git shows no file`);
  }
  return found;
}
