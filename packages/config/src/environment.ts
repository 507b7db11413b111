/** What a start cannot go on from, in words for whoever set the variables; never a value that may be secret. */
export class ConfigurationError extends Error {
  override readonly name = "ConfigurationError";
}

export type Variables = Readonly<Record<string, string | undefined>>;

/**
 * Reads typed variables and gathers every problem; `done()` throws them together.
 * An empty variable counts as unset: a task definition cannot leave one out on a condition.
 */
export function environmentReader(variables: Variables) {
  const problems: string[] = [];
  const problem = (name: string, text: string) => void problems.push(`${name}: ${text}`);
  const optional = (name: string) => variables[name] || undefined;

  return {
    problem,
    optional,
    required(name: string): string {
      const value = optional(name);
      if (value === undefined) problem(name, "is required");
      return value ?? "";
    },
    oneOf<const T extends string>(name: string, allowed: readonly T[], fallback: T): T {
      const value = optional(name);
      const found = allowed.find((candidate) => candidate === value);
      if (value !== undefined && found === undefined)
        problem(name, `want one of ${allowed.join(", ")}, got "${value}"`);
      return found ?? fallback;
    },
    wholeNumber(name: string, fallback: number, { min, max }: { min: number; max: number }): number {
      const value = optional(name);
      if (value === undefined) return fallback;
      if (/^\d+$/.test(value) && Number(value) >= min && Number(value) <= max) return Number(value);
      problem(name, `want a whole number from ${min} to ${max}, got "${value}"`);
      return fallback;
    },
    matching(name: string, pattern: RegExp, wanted: string): string {
      const value = this.required(name);
      if (value !== "" && !pattern.test(value)) problem(name, `want ${wanted}, got "${value}"`);
      return value;
    },
    /** An http or https address without a name and password, which would end in logs. */
    address(name: string): URL | undefined {
      const value = optional(name);
      if (value === undefined) return undefined;
      const url = URL.canParse(value) ? new URL(value) : undefined;
      if (url && /^https?:$/.test(url.protocol) && !url.username && !url.password) return url;
      problem(name, "want an http or https address without a name and password");
      return undefined;
    },
    /** What stands between commas; at least one. */
    list(name: string): string[] {
      const value = this.required(name);
      const items = value.split(",").map((item) => item.trim());
      const written = items.filter((item) => item !== "");
      if (value !== "" && written.length === 0) problem(name, "want at least one, got none");
      return written;
    },
    done(): void {
      if (problems.length > 0)
        throw new ConfigurationError(`Invalid configuration:\n${problems.map((line) => `- ${line}`).join("\n")}`);
    },
  };
}

export type EnvironmentReader = ReturnType<typeof environmentReader>;
