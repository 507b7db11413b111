import { DeployError } from "../error";

/** The tag by which the registry knows an image's content. */
export function keyTag(key: string): string {
  return `key-${key}`;
}

/** The commit, and for inputs that differ from it also the key: no two contents share a commit's tag. */
function commitTag(source: { commit: string; dirty: boolean; key: string }): string {
  return source.dirty ? `${source.commit}-dirty-${source.key}` : source.commit;
}

export const defaultTags = ["{commit}", "latest"];

/** Fills `{commit}` and `{key}` in. A tag that a registry would refuse is an error before anything is built. */
export function fillTags(
  patterns: readonly string[],
  source: { commit: string; dirty: boolean; key: string },
): string[] {
  const filled = patterns.map((pattern) =>
    pattern.replaceAll("{commit}", commitTag(source)).replaceAll("{key}", source.key),
  );
  const wrong = filled.find((tag) => !/^\w[\w.-]{0,127}$/.test(tag));
  if (wrong === undefined) return [...new Set(filled)];
  throw new DeployError("invalid-tag", `tags: want up to 128 letters, digits, "_", "." and "-", got "${wrong}"`);
}
