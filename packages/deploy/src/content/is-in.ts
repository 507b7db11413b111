import type { Tree } from "../git";

export function isIn(place: string, path: string): boolean {
  return path === place || path.startsWith(`${place}/`);
}

/** Does git show nothing at a place, and in it? */
export function isEmpty({ paths }: Tree, place: string): boolean {
  return !paths.some((path) => isIn(place, path));
}
