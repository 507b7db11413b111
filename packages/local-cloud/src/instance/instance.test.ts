import { mkdirSync, readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test } from "@jest/globals";
import { identityOf, instanceNames, newSecrets, readInstance, writeInstance, type Instance } from "./instance";

const identity = identityOf(`unit-${process.pid}`);
const instance: Instance = {
  ...identity,
  ports: { gateway: 1, proxy: 2, loadBalancer: 3, postgres: 4, slack: 5 },
  bridge: { name: "docker0", address: "172.17.0.1", subnet: "172.17.0.0/16" },
  hosts: ["cashsouk.localhost"],
  secrets: newSecrets(),
};

afterEach(() => rmSync(identity.folder, { recursive: true, force: true }));

test("what an instance is outlives the process that started it", () => {
  expect(readInstance(identity.name)).toBeUndefined();
  writeInstance(instance);
  expect(readInstance(identity.name)).toEqual(instance);
  expect(instanceNames()).toContain(identity.name);
});

test("its passwords are its owner's alone, and no half-written file stays", () => {
  mkdirSync(identity.folder, { recursive: true });
  writeInstance(instance);
  expect(statSync(join(identity.folder, "state.json")).mode & 0o777).toBe(0o600);
  expect(readdirSync(identity.folder).sort()).toEqual(["logs", "processes", "state.json"]);
});

test("its id names the checkout and the instance", () => {
  expect(identity.id).toMatch(new RegExp(`^[0-9a-f]{6}-${identity.name}$`));
});

test.each(["", "Deploy", "-a", "a/b", "..", "a".repeat(21)])("the name %p is refused", (name) => {
  expect(() => identityOf(name)).toThrow("--instance: want lower-case letters, digits and hyphens");
});
