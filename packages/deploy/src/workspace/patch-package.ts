import { type PackageJson } from "./package-json";
import { specifiers } from "./packages";
import { asRecord } from "./records";

const patchDir = /--patch-dir(?:=|\s+)(?:"([^"]*)"|'([^']*)'|([^\s"']+))/g;

/** What patch-package puts on installed packages: globs from the root, whose package.json says that it is used. */
export function patchedBy(root: PackageJson): string[] {
  const commands = Object.values(asRecord(root["scripts"])).flatMap((script) =>
    String(script).split(/&&|\|\|?|[;&\n]/),
  );
  const calls = commands.filter((command) => /(?<![\w-])patch-package(?![\w-])/.test(command));
  if (calls.length === 0 && !("patch-package" in specifiers(root))) return [];
  const folders = calls.length > 0 ? calls.flatMap(foldersOf) : ["patches"];
  return [...new Set(folders)].map((folder) => `${folder.replace(/^\.\/|\/$/g, "")}/**`);
}

function foldersOf(call: string): string[] {
  const named = [...call.matchAll(patchDir)].flatMap(([, double, single, bare]) => double ?? single ?? bare ?? []);
  return named.length > 0 ? named : ["patches"];
}
