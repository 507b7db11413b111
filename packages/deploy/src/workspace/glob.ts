import { posix } from "node:path";
import picomatch from "picomatch";
import { eachText } from "./once";

/** Does a path match one of the globs, and none of those that start with `!`? Dotfiles count like any file. */
export function globMatcher(globs: readonly string[]): (path: string) => boolean {
  return matcherOf(globs.join("\0"));
}

/** The same where a glob takes back what one that starts with `!` refuses before it: npm's and Yarn's `workspaces`. */
export function orderedMatcher(globs: readonly string[]): (path: string) => boolean {
  const isRefusal = (glob: string) => glob.startsWith("!");
  const isTakenBack = globs.slice(globs.findIndex(isRefusal)).some((glob) => !isRefusal(glob));
  if (!globs.some(isRefusal) || !isTakenBack) return globMatcher(globs);
  const matchers = globs.flatMap((glob, at) =>
    isRefusal(glob) ? [] : [globMatcher([glob, ...globs.slice(at + 1).filter(isRefusal)])],
  );
  return (path) => matchers.some((matches) => matches(path));
}

/** The same for what goes into an image: a folder that is named means everything in it. */
export function inputMatcher(globs: readonly string[]): (path: string) => boolean {
  return inputMatcherOf(globs.join("\0"));
}

/** Services share most of theirs. */
const matcherOf = eachText((text) => {
  const globs = split(text).map((glob) =>
    glob.replace(/^(!?)(.+)$/s, (_, not: string, path: string) => not + plainly(path)),
  );
  const wanted = anyOf(globs.filter((glob) => !glob.startsWith("!")));
  const refused = anyOf(globs.filter((glob) => glob.startsWith("!")).map((glob) => glob.slice(1)));
  return (path: string) => wanted(path) && !refused(path);
});

const inputMatcherOf = eachText((text) =>
  globMatcher(
    split(text).flatMap((glob) =>
      glob.endsWith("/") || isPlain(glob) || !picomatch.scan(glob).isGlob
        ? [glob, `${glob.replace(/\/$/, "")}/**`]
        : [glob],
    ),
  ),
);

/** Without `./`, and without a slash too many. */
function plainly(glob: string): string {
  return posix.normalize(glob).replace(/\/$/, "");
}

function split(text: string): string[] {
  return text.split("\0").filter(Boolean);
}

/** Most name a file or all that lies in a folder, which no expression has to be made for. */
function anyOf(globs: readonly string[]): (path: string) => boolean {
  const folders = globs.flatMap((glob) => (glob.endsWith("/**") ? [glob.slice(0, -3)] : [])).filter(isPlain);
  const files = new Set([...globs.filter(isPlain), ...folders]);
  const insides = folders.map((folder) => `${folder}/`);
  const others = globs.filter((glob) => !isPlain(glob) && !insides.includes(glob.slice(0, -2)));
  const matches = others.length > 0 ? picomatch(others, { dot: true }) : () => false;
  return (path) => files.has(path) || insides.some((folder) => path.startsWith(folder)) || matches(path);
}

/** A path of which no character means anything else, and no part leads elsewhere. */
function isPlain(glob: string): boolean {
  return glob.split("/").every((part) => /^(?!\.{1,2}$)[\w.-]+$/.test(part));
}
