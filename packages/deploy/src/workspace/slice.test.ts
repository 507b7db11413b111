import { describe, expect, test } from "@jest/globals";
import { parse } from "yaml";
import { environment, lockfile, settings } from "../content/workspace-fixture";
import { comparedSlice } from "./compared-slice";
import { divideDocuments } from "./documents";
import { parseLockfile } from "./lockfile";
import { foreignLinks } from "./foreign-links";
import { parsePackageJson } from "./package-json";
import { sliceWorkspace } from "./slice";
import { sliceFiles } from "./slice-files";
import type { Workspace } from "./workspace";

const root = { name: "root", packageManager: "pnpm@10.34.9", scripts: { a: "b" }, devDependencies: { d: "^1.0.0" } };

describe("a slice of the workspace", () => {
  test("keeps of the lockfile what its packages resolve to", () => {
    const lock = sliceOf({})["pnpm-lock.yaml"] ?? {};
    expect(Object.keys(lock["importers"] as object)).toEqual([".", "apps/api"]);
    expect(Object.keys(lock["snapshots"] as object)).toEqual(["a@1.0.0(p@1.0.0)", "b@1.0.0", "p@1.0.0"]);
    expect(Object.keys(lock["packages"] as object)).toEqual(["a@1.0.0", "b@1.0.0", "p@1.0.0"]);
    expect(lock["catalogs"]).toEqual({ default: { a: { specifier: "^1.0.0", version: "1.0.0" } } });
    expect((lock["importers"] as Record<string, unknown>)["."]).toEqual({});
  });

  test("keeps of pnpm's settings the used catalog entries and every setting that is not a list of dependencies", () => {
    expect(sliceOf({})["pnpm-workspace.yaml"]).toEqual({
      catalog: { a: "^1.0.0" },
      minimumReleaseAge: 1440,
      packages: ["apps/api"],
    });
  });

  test("keeps of the root's package.json what an installer reads, no scripts and no tools", () => {
    expect(sliceOf({})["package.json"]).toEqual({ name: "root", packageManager: "pnpm@10.34.9" });
  });

  test.each(["browserslist", "babel", "postcss"])(
    "keeps the root's %s, which a package's build looks for above it, and is another when that changes",
    (field) => {
      const given = (said: string) => ({ root: { ...root, [field]: [said] } });
      expect(sliceOf(given("a"))["package.json"]).toHaveProperty(field, ["a"]);
      expect(cut(given("a")).describe("package.json")).not.toBe(cut(given("b")).describe("package.json"));
    },
  );

  test("keeps overrides and patches that reach it, and names the patch file", () => {
    const given = {
      overrides: { b: "1.0.0", c: "1.0.0", "a@>=1 <2>b": "1.0.0", gone: "-" },
      patchedDependencies: { "b@1.0.0": "patches/b.patch", "c@1.0.0": "patches/c.patch" },
    };
    const slice = cut({ settings: { ...(parse(settings) as object), ...given } });
    const kept = parse(slice.files.get("pnpm-workspace.yaml") ?? "") as typeof given;
    expect(kept.overrides).toEqual({ b: "1.0.0", "a@>=1 <2>b": "1.0.0", gone: "-" });
    expect(kept.patchedDependencies).toEqual({ "b@1.0.0": "patches/b.patch" });
    expect(slice.patches).toEqual(["patches/b.patch"]);
  });

  test.each<[string, object, object, string]>([
    ["the settings", { overrides: { b: "$d", c: "$d" } }, {}, "pnpm-workspace.yaml"],
    ["the root's package.json", {}, { pnpm: { overrides: { b: "$d", c: "$d" } } }, "package.json"],
    ["the root's resolutions", {}, { resolutions: { b: "$d", c: "$d" } }, "package.json"],
  ])("has what an override in %s takes from the root's tools, and is another when that moves", (_, of, said, file) => {
    const given = (version: string) => ({
      settings: { ...(parse(settings) as object), ...of },
      root: { ...root, ...said, devDependencies: { d: version } },
      lockfile: `${lockfile}overrides: {b: ${version}, c: ${version}}\n`,
    });
    const found = sliceOf(given("^1.0.0"));
    const place = file === "package.json" ? found[file]?.["pnpm"] : found[file];
    expect(place).toMatchObject({ overrides: { b: "^1.0.0" } });
    expect(found["pnpm-lock.yaml"]).toMatchObject({ overrides: { b: "^1.0.0" } });
    const { files, describe } = cut(given("^1.0.1"));
    expect(files).not.toEqual(cut(given("^1.0.0")).files);
    expect(describe(file)).not.toBe(cut(given("^1.0.0")).describe(file));
  });

  test("leaves an override that only the lockfile has there, so that pnpm refuses it as it does in the whole workspace", () => {
    const lock = sliceOf({ lockfile: `${lockfile}overrides: {c: 1.0.0}\n` })["pnpm-lock.yaml"];
    expect(lock).toMatchObject({ overrides: { c: "1.0.0" } });
  });

  test.each([
    ["another package's dependency moves", { lockfile: lockfile.replaceAll("c@1.0.0", "c@1.0.1") }],
    ["a tool of the root moves", { lockfile: lockfile.replaceAll("d@1.0.0", "d@1.0.1") }],
    ["a comment is added to the settings", { settingsText: `# why\n${settings}` }],
    ["a catalog entry that it does not use moves", { settingsText: settings.replace("c: ^1.0.0", "c: ^2.0.0") }],
    ["the root gets a script", { root: { ...root, scripts: { a: "b", c: "d" } } }],
  ])("is the same when %s", (_, { settingsText, ...change }: Change) => {
    const changed = { ...change, ...(settingsText ? { settings: parse(settingsText) as object } : {}) };
    expect(said(changed)).toEqual(said({}));
  });

  describe("of a workspace whose lockfile stands behind pnpm's own", () => {
    const given = (pnpm: string) => cut({ lockfile: environment(pnpm) + lockfile });
    const text = (slice: { files: ReadonlyMap<string, string> }) => slice.files.get("pnpm-lock.yaml") ?? "";

    test("has pnpm's own in front, as it is, and behind it what it has without", () => {
      const [own, rest] = [divideDocuments(text(given("12.1.0"))), text(cut({}))];
      expect(own.lockfile).toBe(rest);
      expect(parse(own.environment ?? "")).toEqual(parse(divideDocuments(environment("12.1.0")).environment ?? ""));
    });

    test("is another when pnpm's own is, and says that it is that", () => {
      const [before, after] = [given("12.1.0"), given("12.2.0")];
      expect(text(after)).not.toBe(text(before));
      expect(after.environment).not.toBe(before.environment);
      expect(after.describe("pnpm-lock.yaml")).toBe(before.describe("pnpm-lock.yaml"));
    });

    test("is the same when pnpm's own is only written otherwise", () => {
      const comment = environment("12.1.0").replace("packages:", "# pnpm\npackages:");
      const [before, after] = [given("12.1.0"), cut({ lockfile: comment + lockfile })];
      expect([text(after), after.environment]).toEqual([text(before), before.environment]);
    });
  });

  test("of the root itself keeps its scripts and tools", () => {
    const whole = { name: "root", said: "root", folder: ".", needs: root.devDependencies };
    const slice = sliceWorkspace(workspace({}), [whole]);
    const kept = JSON.parse(sliceFiles(slice).get("package.json") ?? "") as object;
    expect(kept).toEqual(root);
    expect([...(slice ? comparedSlice(slice).resolved.keys() : [])]).toEqual(["d@1.0.0"]);
  });
});

interface Change {
  readonly lockfile?: string;
  readonly settings?: object;
  readonly settingsText?: string;
  readonly root?: object;
}

const api = { name: "@x/api", said: "@x/api", folder: "apps/api", needs: {} };

function workspace(change: Change): Workspace {
  return {
    packages: new Map(),
    root: parsePackageJson(JSON.stringify(change.root ?? root), "package.json"),
    settings: (change.settings ?? parse(settings)) as Record<string, unknown>,
    lockfile: parseLockfile(change.lockfile ?? lockfile, "pnpm-lock.yaml"),
    texts: new Map(),
    places: [],
    global: [],
    isPnpm: () => true,
    links: () => foreignLinks(new Map()),
    linked: new Map(),
    hidden: {
      packages: [],
      isShown: () => true,
      isInRepository: (path) => !path.startsWith(".."),
      why: () => undefined,
    },
  };
}

function cut(change: Change) {
  const slice = sliceWorkspace(workspace(change), [api]);
  if (!slice) throw new Error("there is a pnpm lockfile");
  return { patches: slice.patches, files: sliceFiles(slice), ...comparedSlice(slice) };
}

function said(change: Change) {
  const { describe, ...slice } = cut(change);
  return { ...slice, described: [...slice.files.keys()].map(describe) };
}

function sliceOf(change: Change): Record<string, Record<string, unknown>> {
  return Object.fromEntries(
    [...cut(change).files].map(([path, text]) => [path, parse(text) as Record<string, unknown>]),
  );
}
