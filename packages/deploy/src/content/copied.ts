import { posix } from "node:path";
import picomatch from "picomatch";
import { type Sources, sources } from "../dockerfile";
import { eachText } from "../workspace";
import { isImageInput } from "./image-input";

/** What a Dockerfile copies by name: an input though the rule of packages would leave it out, as `docs` or a root file. */
export interface CopiedPaths extends Sources {
  /** `isMeant`: is it this path too that a source means, which names this place? */
  has(path: string, isMeant: (place: string) => boolean): boolean;
}

export function copiedPaths(dockerfile: string, buildArgs: Readonly<Record<string, string>>): CopiedPaths {
  return known(JSON.stringify([dockerfile, buildArgs]));
}

const known = eachText((text): CopiedPaths => {
  const copied = sources(...(JSON.parse(text) as Parameters<typeof sources>));
  const places = copied.paths.map((path) => {
    const wild = path.search(/[*?[]/);
    const isGlob = wild >= 0;
    const place = isGlob ? posix.dirname(path.slice(0, wild + 1)) : path;
    // What BuildKit knows is `*`, `?` and classes.
    const glob = path.replace(/[(){}!+@|]/g, "\\$&");
    // As `.`, it names nothing.
    const takesAll = /^\*+$/.test(path);
    return { place, isGlob, takesAll, matches: picomatch([glob, `${glob}/**`], { dot: true }) };
  });
  return {
    ...copied,
    has: (path, isMeant) =>
      places.some(({ place, isGlob, takesAll, matches }) => {
        if (isGlob ? !matches(path) : path !== place && !path.startsWith(`${place}/`)) return false;
        return isMeant(place) && (!takesAll || isImageInput(path));
      }),
  };
});
