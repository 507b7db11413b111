import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { createGitRepository, type GitRepository } from "@cashsouk/testing/git-repository";
import fc from "fast-check";
import { detectAffected } from "../affected";
import { lockfile, settings, workspaceFiles } from "../content/workspace-fixture";
import { openRepository } from "../git";
import { withPreparedImage } from "./prepare-image";
import { readSource } from "./source";
import { workspaceImages } from "./workspace-images";

let repository: GitRepository;
let base: string;
beforeAll(() => {
  repository = createGitRepository({ ...workspaceFiles });
  base = repository.git("rev-parse", "HEAD").trim();
});
afterAll(() => repository.remove());

/** Edits of every kind, some of which change an image and some of which must not. */
const paths = Object.keys(workspaceFiles).filter((path) => /\.(tsx?|md|config)$/.test(path));
const edit = fc.oneof(
  fc.constantFrom(...paths).map((path) => () => repository.write({ [path]: "edited\n" })),
  fc.constantFrom(...paths).map((path) => () => repository.write({ [path]: null })),
  fc.constantFrom(...paths).map((path) => () => repository.link(path, "elsewhere")),
  fc
    .constantFrom("apps/api/new.ts", "packages/ui/new file.ts", "new.md", "packages/tool/x.ts", "apps/web/a.test.ts")
    .map((path) => () => repository.write({ [path]: "new\n" })),
  fc.constantFrom("a", "b", "c", "d", "p").map((name) => () => {
    repository.write({ "pnpm-lock.yaml": lockfile.replaceAll(`sha512-${name}`, `sha512-${name}2`) });
  }),
  fc.constantFrom("nodeLinker: hoisted\n", "# comment\n").map((text) => () => {
    repository.write({ "pnpm-workspace.yaml": settings + text });
  }),
  fc.constant(() => repository.mode("apps/api/package.json", 0o755)),
  fc.constant(() => repository.write({ "docker/Dockerfile": "FROM base:2\n" })),
  fc.constant(() => {
    const manifest = workspaceFiles["services.json"] ?? "";
    repository.write({ "services.json": manifest.replace('"shared.config"', '"shared.config","README.md"') });
  }),
);

async function keys(): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  const given = {
    platforms: ["linux/amd64"],
    buildArgs: {},
    labels: {},
    making: {},
    digestOf: () => Promise.resolve(""),
  };
  for (const image of workspaceImages(await readSource(openRepository(repository.folder))))
    found.set(image.name, await withPreparedImage(given, image, ({ key }) => Promise.resolve(key)));
  return found;
}

test("a service is affected, and dirty, exactly when its content key differs", async () => {
  const before = await keys();
  await fc.assert(
    fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 3 }), async (edits) => {
      repository.git("reset", "--quiet", "--hard", base);
      repository.git("clean", "--quiet", "-fd");
      for (const apply of edits) {
        try {
          apply();
        } catch (error) {
          // The same file may be removed twice.
          if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
        }
      }
      const opened = openRepository(repository.folder);
      const findings = await detectAffected(opened, { base: { kind: "revision", revision: base }, deepen: false });
      const { isDirty } = await readSource(opened);
      const after = await keys();
      for (const { service, reasons } of findings) {
        const differs = after.get(service.name) !== before.get(service.name);
        expect({ service: service.name, affected: reasons.length > 0 }).toEqual({
          service: service.name,
          affected: differs,
        });
        expect(await isDirty(service, {})).toBe(differs);
      }
    }),
    { numRuns: 30 },
  );
});
