import type { AgentOptions } from "node:https";

/**
 * What an agent of one's own needs to go by the proxy of `HTTPS_PROXY` and `NO_PROXY` where `NODE_USE_ENV_PROXY` asks for it: of
 * itself Node does that for `fetch` and its own agents only. From Node 24.5 on; older ones do not know it.
 */
export function proxyOptions(): AgentOptions & { readonly proxyEnv?: NodeJS.ProcessEnv } {
  const { env } = process;
  return env["NODE_USE_ENV_PROXY"] === "1" ? { proxyEnv: env } : {};
}
