/** The superuser's address of the cluster that the global set-up started. */
export function serverUrl(): string {
  const url = process.env["TEST_DATABASE_URL"];
  if (!url) throw new Error("TEST_DATABASE_URL is not set: these tests run under Jest's global set-up");
  return url;
}

/** The same server and database for another login. */
export function as(url: string, user: string, password: string): string {
  const changed = new URL(url);
  changed.username = encodeURIComponent(user);
  changed.password = encodeURIComponent(password);
  return changed.href;
}
