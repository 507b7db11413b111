import { describe, expect, test } from "@jest/globals";
import { parseManifest } from "@cashsouk/deploy/manifest";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

const root = resolve(__dirname, "..");
const { services } = parseManifest(readFileSync(join(root, "services.json"), "utf8"));
const folders = readdirSync(join(root, "apps"));

test("services.json and apps/ name the same services", () => {
  expect(services.map(({ name }) => name).sort()).toEqual(folders.sort());
});

test.each(["subdomain", "devPort"] as const)("no two services share a %s", (field) => {
  expect(new Set<unknown>(services.map((service) => service[field])).size).toBe(services.length);
});

test("the services that migrate are those whose images the workflow's migration steps run", () => {
  const workflow = readFileSync(join(root, ".github/workflows/reusable-deploy.yml"), "utf8");
  const steps = workflow.split(/^ {6}- /m).filter((step) => step.includes("actions/run-migration-task"));
  const images = steps.map((step) => /^ +image: .*fromJSON\(inputs\.images\)\.([\w-]+)\.image/m.exec(step)?.[1]);
  const conditions = steps.map((step) => /^ +if: .*fromJSON\(inputs\.affected\), '([^']+)'/m.exec(step)?.[1]);
  expect([...new Set(images)].sort()).toEqual(services.filter(({ migrates }) => migrates).map(({ name }) => name));
  expect(conditions).toEqual(images);
});

describe.each(services)("$name", (service) => {
  test("its package is that of its folder in apps/", () => {
    const file = join(root, "apps", service.name, "package.json");
    expect((JSON.parse(readFileSync(file, "utf8")) as { name: string }).name).toBe(service.package);
  });

  test("its Dockerfile and own paths exist", () => {
    const plain = [service.dockerfile, ...service.paths].filter((path) => !path.includes("*"));
    expect(plain.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });

  test("its build arguments are arguments of its Dockerfile", () => {
    const dockerfile = readFileSync(join(root, service.dockerfile), "utf8");
    const known = [...dockerfile.matchAll(/^ARG\s+(\w+)/gm)].map(([, name]) => name);
    expect(Object.keys(service.buildArgs).filter((name) => !known.includes(name))).toEqual([]);
  });
});
