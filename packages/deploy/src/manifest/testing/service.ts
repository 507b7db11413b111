import type { Service } from "..";

/** As a manifest has it that says no more than it must. */
export const service = (name: string, order = 1): Service => ({
  name,
  package: `@x/${name}`,
  dockerfile: "Dockerfile",
  paths: [],
  subdomain: name,
  port: 3000,
  health: "/healthz",
  order,
  migrates: false,
  buildArgs: {},
});
