import { instructions, unquoted, words } from "./instructions";

const address = /^(?:https?:\/\/|git:\/\/|git@|ssh:\/\/)/;

/** Paths or globs in the build's context that are named: of `COPY`, `ADD` and `RUN --mount`; not the context itself. */
export function sources(dockerfile: string): string[] {
  const found = [...instructions(dockerfile)].flatMap(({ name, rest }) => {
    if (name === "COPY" || name === "ADD") return copied(rest);
    return name === "RUN" ? mounted(rest) : [];
  });
  const paths = found.filter((source) => !address.test(source)).map(inContext);
  // A variable is known to BuildKit only.
  return [...new Set(paths)].filter((path) => path !== "" && path !== "." && !/[$<]/.test(path));
}

function copied(rest: string): string[] {
  const all = words(rest);
  const options = all.filter(
    (word, at) => word.startsWith("--") && all.slice(0, at).every((before) => before.startsWith("--")),
  );
  if (options.some((option) => option.startsWith("--from="))) return [];
  const given = rest.slice(rest.indexOf(all[options.length] ?? "")).trim();
  const list = given.startsWith("[") ? readList(given) : all.slice(options.length).map(unquoted);
  return list.slice(0, -1);
}

function readList(text: string): string[] {
  try {
    return (JSON.parse(text) as unknown[]).map(String);
  } catch {
    return words(text).map(unquoted);
  }
}

function mounted(rest: string): string[] {
  return [...rest.matchAll(/--mount=(\S+)/g)].flatMap(([, mount = ""]) => {
    const fields = new Map(mount.split(",").map((field) => [field.split("=")[0], field.slice(field.indexOf("=") + 1)]));
    const isBind = (fields.get("type") ?? "bind") === "bind";
    const source = fields.get("source") ?? fields.get("src");
    return isBind && !fields.has("from") && source ? [unquoted(source)] : [];
  });
}

/** As the manifest writes paths. */
function inContext(path: string): string {
  return path.replace(/^(?:\.?\/)+/, "").replace(/\/+$/, "");
}
