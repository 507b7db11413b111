import type { Registry } from "./registry-port";

/** Logs in at once: who may not push learns it before anything is read or built. That login is the first one given. */
export async function loggedIn(registry: Registry): Promise<Registry> {
  const logins = [await registry.logIn()];
  return { ...registry, logIn: async () => logins.pop() ?? registry.logIn() };
}
