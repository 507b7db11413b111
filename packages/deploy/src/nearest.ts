import { closest, distance } from "fastest-levenshtein";

/** `; did you mean --dry-run?`, or nothing where no known word is near. */
export function nearest(word: string, known: readonly string[]): string {
  const found = known.length > 0 ? closest(word, known) : "";
  return found && distance(word, found) <= Math.max(2, word.length / 3) ? `; did you mean ${found}?` : "";
}
