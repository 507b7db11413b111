import { posix } from "node:path";
import { copiedSources, imageInputs, type ImageInputs, isTest, type Snapshot } from "../content";
import type { Service } from "../manifest";
import { packageAt } from "../workspace";
import type { Extended } from "./extended";
import type { Reason } from "./reasons";

interface Changes {
  readonly changed: ReadonlySet<string>;
  readonly extended: readonly Extended[];
  readonly buildArgs: Service["buildArgs"];
}

/** Why an image would differ that is not built as build-push does it, of the inputs alone: nobody is left out in silence. */
export function besideInputs(head: Snapshot, service: Service, inputs: ImageInputs, changes: Changes): Reason[] {
  const others = [...changes.changed].filter((file) => !inputs.ownerOf(file)).sort();
  if (others.length === 0) return [];
  const copied = copiedSources(head, service, changes.buildArgs);
  /** Many build in the folder that the Dockerfile lies in: what it names is looked for there as well. */
  const folder = `${posix.dirname(service.dockerfile)}/`;
  const isCopied = (file: string) =>
    file.startsWith(folder) && !isTest(file) && copied.has(file.slice(folder.length), () => true);
  const builders = buildersOf(head, inputs, copied.paths).map((name) =>
    imageInputs(head, { ...service, package: name }),
  );
  return others.flatMap((file): Reason[] => {
    if (isCopied(file)) return [{ kind: "own-file", file }];
    if (builders.some((builder) => builder.ownerOf(file)))
      return [{ kind: "dependency", of: packageAt(head.workspace, file, inputs.packages).name, file }];
    const extended = changes.extended.find((one) => one.file === file && inputs.ownerOf(one.by));
    return extended ? [{ kind: "extended", ...extended }] : [];
  });
}

/** The packages of which the Dockerfile copies what a build leaves there, as `dist`, and git shows nothing. */
function buildersOf({ tree, workspace }: Snapshot, { packages }: ImageInputs, sources: readonly string[]): string[] {
  return sources.flatMap((source) => {
    // Where a glob begins, the folder that it lies in.
    const place = source.replace(/\/[^/]*[*?[].*$/s, "");
    const around = packageAt(workspace, place, packages);
    if (around.folder === "." || around.folder === place || packages.has(around)) return [];
    return tree.paths.some((path) => path === place || path.startsWith(`${place}/`)) ? [] : [around.name];
  });
}
