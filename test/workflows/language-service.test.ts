import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { root } from "./workflows";

const folder = mkdtempSync(join(tmpdir(), "language-service-"));
const bundle = join(folder, "language-service.mjs");
const check = (target: string) => execFileSync(process.execPath, [bundle, target], { encoding: "utf8" });

beforeAll(() => {
  const rolldown = join(__dirname, "..", "node_modules", ".bin", "rolldown");
  const source = join(__dirname, "language-service-main.ts");
  execFileSync(rolldown, [source, "--platform", "node", "--file", bundle, "--logLevel", "silent"], { cwd: root });
});
afterAll(() => rmSync(folder, { recursive: true }));

test("GitHub's language service has nothing against the workflows and actions", () => {
  expect(check(root)).toBe("");
});

test("it does find an input that a called workflow does not have", () => {
  execFileSync("cp", ["-r", join(root, ".github"), folder]);
  mkdirSync(join(folder, "actions"));
  execFileSync("sed", ["-i", "s/      affected: /      affectedd: /", join(folder, ".github/workflows/deploy.yml")]);
  expect(check(folder)).toMatch(/deploy\.yml:\d+: .*affectedd/);
});
