import { parseAst } from "rolldown/parseAst";

/**
 * Node.js's own modules of which a bundle reads what it uses. An `import` runs each of a module's getters, whatever is
 * imported: that of `node:http` loads the whole of undici, which is a third of an action's start, and those of
 * `node:process` open all three streams. Of the other modules none costs more than it gives.
 */
const costly = /^(?:node:)?(?:crypto|fs|http|process|util)$/;

export const builtinModules = {
  name: "builtin-modules",
  renderChunk(code) {
    const imports = parseAst(code).body.filter(
      (statement) => statement.type === "ImportDeclaration" && costly.test(statement.source.value),
    );
    const statics = imports.reduceRight(
      (text, { start, end, specifiers, source }) =>
        text.slice(0, start) + read(specifiers, source.value) + text.slice(end),
      code,
    );
    return statics.replace(/\bimport\(["'`]([\w:]+)["'`]\)/g, (all, name) =>
      costly.test(name) ? `Promise.resolve(${builtin(name)})` : all,
    );
  },
};

const builtin = (name) => `process.getBuiltinModule(${JSON.stringify(name.replace("node:", ""))})`;

/** The constants that stand for an import's names. */
function read(specifiers, name) {
  const isWhole = ({ imported }) => !imported || imported.name === "default";
  const whole = specifiers.filter(isWhole).map(({ local }) => local.name);
  const parts = specifiers
    .filter((specifier) => !isWhole(specifier))
    .map(({ imported, local }) => `${imported.name}: ${local.name}`);
  return [...whole, ...(parts.length > 0 ? [`{ ${parts.join(", ")} }`] : [])]
    .map((names) => `const ${names} = ${builtin(name)};`)
    .join("\n");
}
