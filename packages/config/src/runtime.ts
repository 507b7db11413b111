export type Runtime = { apiUrl: URL } | { problem: string };

/** Reads the settings when a request comes, never at build: one image serves every environment. */
export function readRuntime(environment: Readonly<Record<string, string | undefined>>): Runtime {
  const text = environment.API_URL?.trim();
  if (!text) return { problem: "API_URL: is required, e.g. https://api.example.com" };
  if (/^https?:\/\//i.test(text) && URL.canParse(text)) {
    const apiUrl = new URL(text);
    // fetch refuses such an address, and its message would carry the password into the log.
    if (apiUrl.username || apiUrl.password) return { problem: "API_URL: want an address without a name and password" };
    return { apiUrl };
  }
  return { problem: `API_URL: want an http or https address, got "${text}"` };
}
