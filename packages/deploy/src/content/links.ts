import type { Links } from "../workspace";

interface Rule<Owner> {
  readonly ownerOf: (path: string) => Owner | undefined;
  /** Is a path one of those that a place has in it? */
  readonly has: (place: string, path: string) => boolean;
  /** What counts for a place. */
  readonly seenAt: (place: string) => string;
}

/** Where links lead that belong to somebody. */
interface LedTo<Owner> {
  /** It is his as well; where that is a folder, so is what lies in it. */
  readonly ends: ReadonlyMap<string, Owner>;
  /** Links on the way, which lead others further than to what he needs. */
  readonly passed: ReadonlyMap<string, Owner>;
  /** Link → where it leads out of what is looked at. */
  readonly outside: ReadonlyMap<string, string>;
}

/** Of what links lead to, links may lead on. */
export function ledTo<Owner>({ each }: Links, { ownerOf, has, seenAt }: Rule<Owner>): LedTo<Owner> {
  const ends = new Map<string, Owner>();
  const passed = new Map<string, Owner>();
  const outside = new Map<string, string>();
  const within = (link: string) => [...ends].find(([place]) => has(place, link))?.[1];
  for (let count = -1; count < ends.size;) {
    count = ends.size;
    for (const [link, led] of each) {
      const owner = ownerOf(link) ?? within(link);
      if (owner === undefined) continue;
      for (const path of led.passed) if (!passed.has(path)) passed.set(path, owner);
      if (led.outside !== undefined) outside.set(link, led.outside);
      if (led.end === undefined) continue;
      const end = seenAt(led.end);
      if (!ends.has(end)) ends.set(end, owner);
    }
  }
  return { ends, passed, outside };
}
