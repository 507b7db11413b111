import picomatch from "picomatch";
import { sources } from "../dockerfile";
import { eachText } from "../workspace";
import { isImageInput } from "./image-input";

/** What a Dockerfile copies by name: an input though the rule of packages would leave it out, as `docs` or a root file. */
export interface CopiedPaths {
  readonly sources: readonly string[];
  /** `folder`: of the package that the path lies in. What is copied with the whole package is left to its rule. */
  has(path: string, folder: string | undefined): boolean;
}

export const copiedPaths = eachText((dockerfile: string): CopiedPaths => {
  const paths = sources(dockerfile);
  const places = paths.map((path) => {
    const { base, isGlob } = picomatch.scan(path);
    return { base: isGlob ? base : path, isGlob, matches: picomatch([path, `${path}/**`], { dot: true }) };
  });
  return {
    sources: paths,
    has: (path, folder) =>
      places.some(({ base, isGlob, matches }) => {
        if (folder !== undefined && folder !== "." && !base.startsWith(`${folder}/`)) return false;
        if (!isGlob && path === base) return true;
        if (isGlob ? !matches(path) : !path.startsWith(`${base}/`)) return false;
        return isImageInput(base === "" ? path : path.slice(base.length + 1));
      }),
  };
});
