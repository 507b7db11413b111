import { expect, test } from "@jest/globals";
import { describeReason, type Reason, summariseReasons } from "./reasons";

test.each<[string, Reason]>([
  ["a.ts changed", { kind: "own-file", file: "a.ts" }],
  ["its dependency @x/ui changed (ui/a.ts)", { kind: "dependency", of: "@x/ui", file: "ui/a.ts" }],
  ["turbo.json changed, which every service uses", { kind: "global", file: "turbo.json" }],
  ["the lockfile resolves a@1.0.0 differently", { kind: "lockfile", package: "a@1.0.0" }],
  [
    "yarn.lock changed, and only pnpm's lockfile is compared package by package: all importers",
    { kind: "whole-lockfile", file: "yarn.lock" },
  ],
  [
    "pnpm-lock.yaml changed in pnpm's own version or its configDependencies, which every service uses",
    { kind: "pnpm-environment", file: "pnpm-lock.yaml" },
  ],
  ["package.json changed in what this service uses of it", { kind: "root-settings", file: "package.json" }],
  ["its `buildArgs` changed in the manifest", { kind: "manifest", field: "buildArgs" }],
  ["the build argument NODE is another than its last release was built with", { kind: "build-argument", name: "NODE" }],
  ["its base image node:24 is another than its last release was built from", { kind: "base-image", image: "node:24" }],
  [
    "what https://a.b/c holds is another than its last release was built from",
    { kind: "base-image", image: "https://a.b/c" },
  ],
  [
    "could not tell: api/Dockerfile copies conf/$S.json, and which files that is only the build knows",
    { kind: "unknown-source", dockerfile: "api/Dockerfile", source: "conf/$S.json" },
  ],
  [
    "tsconfig.base.json changed, which apps/api/tsconfig.json leads to",
    { kind: "settings", file: "tsconfig.base.json", by: "apps/api/tsconfig.json" },
  ],
  ["it did not exist at the base", { kind: "new-service" }],
  ["could not tell: no lockfile", { kind: "not-comparable", why: "no lockfile" }],
  ["could not tell, so everything: no base", { kind: "no-baseline", why: "no base" }],
  ["it was never released to this environment", { kind: "never-released" }],
  [
    "its last release (of 0123456789ab) held uncommitted changes, so it is no base",
    { kind: "dirty-release", commit: "0123456789abcdef" },
  ],
])("%s", (words, reason) => expect(describeReason(reason)).toBe(words));

const reasons = ["a", "b", "c", "d", "e"].map((file): Reason => ({ kind: "own-file", file }));
test.each<[string, Parameters<typeof summariseReasons>, string]>([
  ["no reason is no word", [[]], ""],
  ["three reasons are told whole", [reasons.slice(0, 3)], "a changed; b changed; c changed"],
  ["of more, three are told, and how many there are besides", [reasons], "a changed; b changed; c changed; and 2 more"],
  ["as many are told as are asked for", [reasons, 1], "a changed; and 4 more"],
])("%s", (_, given, words) => expect(summariseReasons(...given)).toBe(words));
