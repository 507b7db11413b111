import { expect, test } from "@jest/globals";
import { describedAlike, readSnapshot, readSnapshotBefore, type Snapshot } from ".";
import { linkedTreeOf, settings, workspaceFiles } from "./workspace-fixture";

interface State {
  readonly files?: Record<string, string | null>;
  readonly links?: Record<string, string>;
  /** The manifest's path, where it is not the usual one. */
  readonly at?: string;
}

const textsOf = ({ files, links }: State): State["files"] => ({ ...workspaceFiles, ...files, ...links });
const treeOf = ({ files, links = {} }: State) => linkedTreeOf(links, files);
function changedBetween(now: State, then: State): ReadonlySet<string> {
  const [a, b] = [now, then].map(textsOf);
  return new Set(Object.keys({ ...a, ...b }).filter((path) => (a?.[path] ?? null) !== (b?.[path] ?? null)));
}
const parts = ["manifest", "workspace", "links", "dockerfiles"] as const;
const part = (of: Snapshot, name: (typeof parts)[number]) => (name === "links" ? of.tree.links : of[name]);
const said = ({ manifest, isDeclared, workspace, tree, dockerfiles }: Snapshot) => ({
  manifest,
  isDeclared,
  packages: workspace.packages,
  settings: workspace.settings,
  links: new Map(tree.links.each),
  dockerfiles: manifest.services.map(({ dockerfile }) => [dockerfile, dockerfiles.get(dockerfile)]),
});

const manifest = (fields: object) => JSON.stringify({ ...JSON.parse(workspaceFiles["services.json"]!), ...fields });
const [one, two] = ["a", "b"].map((path) => manifest({ global: [path] }));
const ofApi = (dockerfile: string) => manifest({ services: [{ name: "api", package: "@x/api", dockerfile }] });
const found = { "services.json": null, "apps/api/Dockerfile": "", "apps/web/Dockerfile": "" };
const real = { "docker/real": "FROM base:1\n", "docker/old": "FROM base:0\n", "services.json": ofApi("docker/real") };
const behind = { ...real, "services.json": ofApi("docker/Dockerfile") };
const link = { "docker/Dockerfile": "real" };
const turbo = { "conf/turbo.json": "{}" };
const linkedTurbo = { "turbo.json": "conf/turbo.json" };
const newer = { "docker/real": "FROM base:2\n" };
const named = (name: string) => JSON.stringify({ name });

test.each<[string, State, State, (typeof parts)[number][]]>([
  ["nothing that describes it", {}, { files: { "README.md": "2" } }, []],
  ["nothing that describes it, where its services are found", { files: found }, { files: { ...found, a: "1" } }, []],
  ["its manifest", {}, { files: { "services.json": one! } }, ["manifest"]],
  ["its manifest of another name", { files: { m: one! }, at: "m" }, { files: { m: two! } }, ["manifest"]],
  [
    "a manifest that is not asked for",
    { files: { m: one! }, at: "m" },
    { files: { m: one!, "services.json": two! } },
    [],
  ],
  ["its settings", {}, { files: { "pnpm-workspace.yaml": `${settings}nodeLinker: hoisted\n` } }, ["workspace"]],
  ["its root", {}, { files: { "package.json": named("root") } }, ["workspace"]],
  [
    "a package's name, by which a service is found",
    { files: found },
    { files: { ...found, "apps/api/package.json": named("@x/api-2") } },
    ["manifest", "workspace"],
  ],
  [
    "a Dockerfile, by which a service is found",
    { files: found },
    { files: { ...found, "apps/api/Dockerfile": null } },
    ["manifest"],
  ],
  [
    "such a Dockerfile and a text beside it",
    { files: found },
    { files: { ...found, "README.md": "2", "apps/api/Dockerfile": null } },
    ["manifest"],
  ],
  ["a Dockerfile's text", { files: real }, { files: { ...real, ...newer } }, ["dockerfiles"]],
  [
    "the text behind a link that is a Dockerfile",
    { files: behind, links: link },
    { files: { ...behind, ...newer }, links: link },
    ["dockerfiles"],
  ],
  [
    "where a link leads that is a Dockerfile",
    { files: behind, links: link },
    { files: behind, links: { "docker/Dockerfile": "old" } },
    ["links", "dockerfiles"],
  ],
  ["where a link leads", { links: { a: "b", c: "d" } }, { links: { a: "b", c: "e" } }, ["links"]],
  ["a link that it does not have", { links: { a: "b", c: "d" } }, { links: { a: "b" } }, ["links"]],
  ["a link more", { links: { a: "b" } }, { links: { a: "b", c: "d" } }, ["links"]],
  ["a link's name", { links: { a: "b" } }, { links: { c: "b" } }, ["links"]],
  ["the order of its links", { links: { b: "x", a: "x", c: "x" } }, { links: { c: "x", a: "x", b: "x" } }, []],
  [
    "the text behind a link that describes it",
    { files: turbo, links: linkedTurbo },
    { files: { "conf/turbo.json": '{"globalDependencies":["a"]}' }, links: linkedTurbo },
    ["workspace"],
  ],
  [
    "a text beside a link that describes it",
    { files: turbo, links: linkedTurbo },
    { files: { ...turbo, "README.md": "2" }, links: linkedTurbo },
    [],
  ],
  ["a text beside its links", { links: { a: "b" } }, { files: { "README.md": "2" }, links: { a: "b" } }, []],
])("of a state that differs in %s, that is read again and nothing else", async (_, now, then, wanted) => {
  const manifest = now.at;
  const head = await readSnapshot(treeOf(now), manifest);
  const base = await readSnapshotBefore(head, { tree: treeOf(then), changed: changedBetween(now, then), manifest });
  expect(said(base)).toEqual(said(await readSnapshot(treeOf(then), manifest)));
  expect(parts.filter((name) => part(base, name) !== part(head, name))).toEqual(wanted);
  expect(describedAlike(head, base)).toBe(wanted.length === 0);
});

test("of a state that lacks the folder's link behind which a Dockerfile lies, that Dockerfile is not known", async () => {
  const files = { "docker/Dockerfile": null, "real/Dockerfile": "FROM base:1\n" };
  const [now, then] = [{ files, links: { docker: "real" } }, { files }];
  const head = await readSnapshot(treeOf(now));
  const changed = changedBetween(now, then);
  const { dockerfiles } = await readSnapshotBefore(head, { tree: treeOf(then), changed, manifest: undefined });
  expect([[...head.dockerfiles.keys()], [...dockerfiles.keys()]]).toEqual([["docker/Dockerfile"], []]);
});
