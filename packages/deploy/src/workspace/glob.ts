import { posix } from "node:path";
import picomatch from "picomatch";
import { eachText } from "./once";

/** Does a path match one of the globs, and none of those that start with `!`? Dotfiles count like any file. */
export function globMatcher(globs: readonly string[]): (path: string) => boolean {
  return matcherOf(globs.join("\0"));
}

/** The same for what goes into an image: a folder that is named means everything in it. */
export function inputMatcher(globs: readonly string[]): (path: string) => boolean {
  return globMatcher(
    globs.flatMap((glob) =>
      glob.endsWith("/") || !picomatch.scan(glob).isGlob ? [glob, `${glob.replace(/\/$/, "")}/**`] : [glob],
    ),
  );
}

/** Services share most of theirs. */
const matcherOf = eachText((globs) => {
  const clean = globs
    .split("\0")
    .filter(Boolean)
    .map((glob) => glob.replace(/^(!?)(.+)$/s, (_, not: string, path: string) => not + plainly(path)));
  const wanted = picomatch(
    clean.filter((glob) => !glob.startsWith("!")),
    { dot: true },
  );
  const refused = picomatch(
    clean.filter((glob) => glob.startsWith("!")).map((glob) => glob.slice(1)),
    { dot: true },
  );
  return (path: string) => wanted(path) && !refused(path);
});

/** Without `./`, and without a slash too many. */
function plainly(glob: string): string {
  return posix.normalize(glob).replace(/\/$/, "");
}
