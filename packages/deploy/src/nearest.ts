import { closest, distance } from "fastest-levenshtein";

/** `; did you mean --dry-run?`, or nothing where no known word is near, or how it begins or ends (`container-name`). */
export function nearest(word: string, known: readonly string[]): string {
  const alike = known.length > 0 ? closest(word, known) : "";
  const isNear = distance(word, alike) <= Math.max(2, word.length / 3);
  const found = isNear ? alike : known.find((one) => word.startsWith(`${one}-`) || word.endsWith(`-${one}`));
  return found ? `; did you mean ${found}?` : "";
}
