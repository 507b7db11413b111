import { describe, expect, test } from "@jest/globals";
import { createGitRepository } from "@cashsouk/testing/git-repository";
import { join } from "node:path";
import { openRepository } from "../git";
import { describeReason, detectAffected } from ".";
import { affectedBy, type Files, json, keep, npm } from "./testing/changed-path";

const service = (place: string, name = place) => ({ name, package: place, dockerfile: `${name}/Dockerfile` });
const manifest = (...services: object[]) => ({ "services.json": json({ services }) });
/** A repository of two languages, none of which has a workspace. */
const polyglot = (...services: object[]): Files => ({
  ...manifest(...services),
  "backend/Dockerfile": "FROM base:1\nCOPY go.mod ./\nCOPY . .",
  "backend/go.mod": "module backend",
  "frontend/Dockerfile": "FROM base:1",
  "frontend/package.json": json({ name: "shop-frontend", dependencies: { shared: "file:../shared" } }),
  "shared/package.json": json({ name: "shared" }),
});
const two = polyglot(service("backend"), service("./frontend/", "frontend"));

describe("a folder that the manifest calls a package is one, though no workspace has it", () => {
  test.each<[string, Files, string, Record<string, string[]>]>([
    ["with all that lies in it", two, "backend/cmd/main.go", { backend: ["backend/cmd/main.go changed"] }],
    ["and with its own Dockerfile", two, "backend/Dockerfile", { backend: ["backend/Dockerfile changed"] }],
    [
      "in it also what says nothing in JavaScript's",
      two,
      "backend/docs/api.md",
      { backend: ["backend/docs/api.md changed"] },
    ],
    ["which a folder with a package.json does without", two, "frontend/docs/api.md", {}],
    ["but with nothing beside it", two, "terraform/main.tf", {}],
    [
      "and a repository without any package.json is such a folder",
      { Dockerfile: "FROM base:1\nCOPY . ." },
      "docs/index.md",
      { app: ["docs/index.md changed"] },
    ],
    [
      "and what its package.json leads to counts",
      two,
      "shared/index.js",
      { frontend: ["its dependency shared changed (shared/index.js)"] },
    ],
    [
      "in a workspace too, where none of its globs has it",
      npm({ ...manifest(service("backend")), "backend/Dockerfile": "FROM base:1" }),
      "backend/main.go",
      { backend: ["backend/main.go changed"] },
    ],
    [
      "and one that has a name may be called by its folder",
      npm({ ...manifest({ ...service("apps/api"), name: "api", dockerfile: "apps/api/Dockerfile" }) }),
      "apps/api/index.js",
      { api: ["apps/api/index.js changed"] },
    ],
  ])("%s", async (_, files, path, reasons) => expect(await affectedBy(files, path)).toEqual(reasons));

  test("and a service is new where its folder came with it", async () => {
    const repository = keep(createGitRepository(polyglot(service("backend"))));
    const revision = repository.commit();
    repository.write({ ...manifest(service("backend"), service("worker")), "worker/Dockerfile": "FROM base:1" });
    const findings = await detectAffected(openRepository(repository.folder), {
      base: { kind: "revision", revision },
      deepen: false,
    });
    expect(findings.map(({ reasons }) => reasons.map(describeReason))).toEqual([[], ["it did not exist at the base"]]);
  });

  test("but a folder that is not there is a mistake", async () => {
    await expect(
      affectedBy(polyglot(service("backend"), { ...service("nothing"), dockerfile: "backend/Dockerfile" }), "x"),
    ).rejects.toThrow('the workspace has no package "nothing", and no such folder; it has backend, .');
  });
});

test.each([
  ["with ./ before it", () => "./deploy/services.json"],
  ["as a whole path", (folder: string) => join(folder, "deploy", "services.json")],
])("the manifest's path may be written %s", async (_, written) => {
  const repository = keep(
    createGitRepository({ ...polyglot(), "deploy/services.json": `\ufeff${json({ services: [service("backend")] })}` }),
  );
  const revision = repository.commit({ "services.json": null });
  repository.write({ "backend/main.go": "1" });
  const options = {
    base: { kind: "revision", revision },
    deepen: false,
    manifest: written(repository.folder),
  } as const;
  const findings = await detectAffected(openRepository(repository.folder), options);
  expect(findings.map(({ service: { name }, reasons }) => [name, reasons.length])).toEqual([["backend", 1]]);
});
