import { asShown } from "./as-shown";

/** Values that nobody may read in a log, a plan or a summary: those of NoEcho parameters. */
export interface Secrets {
  add(value: string): void;
  hide(text: string): string;
}

/** `onAdded` tells others that keep secrets (the runner). Shorter values would blot out every text that holds them by chance. */
export function makeSecrets(onAdded: (value: string) => void = () => undefined): Secrets {
  const shortest = 4;
  const values = new Set<string>();
  return {
    add(value) {
      if (value === "" || values.has(value)) return;
      values.add(value);
      // As an error of AWS's is told: on one line, and perhaps in ASCII.
      const line = value.replaceAll(/\s+/g, " ").trim();
      for (const told of [line, asShown(line)]) if (/[^?]/.test(told)) values.add(told);
      if (value.length >= shortest) onAdded(value);
    },
    hide(text) {
      // The longest first: one secret may hold another.
      const known = [...values].sort((a, b) => b.length - a.length);
      return known.reduce(
        (hidden, value) => (hidden === value || value.length >= shortest ? hidden.replaceAll(value, "****") : hidden),
        text,
      );
    },
  };
}
