import { posix } from "node:path";
import type { Tree } from "../git";

/** Link → what it leads to. Paths from the root; not what leads out of it, or to it. */
export type Links = ReadonlyMap<string, string>;

export async function readLinks(tree: Tree): Promise<Links> {
  const links = new Map<string, string>();
  for (const [path, target] of await tree.readTexts(await tree.listLinks())) {
    const to = posix.join(posix.dirname(path), target).replace(/\/$/, "");
    if (!target.startsWith("/") && to !== "." && !to.startsWith("..")) links.set(path, to);
  }
  return links;
}

/** What lies at the end of links. */
export function behindLinks(links: Links, path: string): string {
  const passed = new Set<string>();
  let at = path;
  for (let next = links.get(at); next !== undefined && !passed.has(at); next = links.get(at)) {
    passed.add(at);
    at = next;
  }
  return at;
}

/** Where links lead that belong to somebody: it is his as well. Of what links lead to, links may lead on. */
export function ledTo<Owner>(links: Links, ownerOf: (path: string) => Owner | undefined): ReadonlyMap<string, Owner> {
  const places = new Map<string, Owner>();
  const within = (path: string) => [...places].find(([place]) => path === place || path.startsWith(`${place}/`))?.[1];
  for (let count = -1; count < places.size;) {
    count = places.size;
    for (const [link, target] of links) {
      const owner = ownerOf(link) ?? within(link);
      if (owner !== undefined && !places.has(target)) places.set(target, owner);
    }
  }
  return places;
}
