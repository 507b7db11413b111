import { resourcesIn } from "./template";
import { isMap, isScalar, parseDocument, visit, type YAMLMap } from "yaml";

/**
 * The names that a resource's policies come of where functions make them (with AWS::LanguageExtensions), by
 * `Database.DeletionPolicy`: whatever they name, and what the conditions that they ask name.
 */
export function policyReads(text: string): ReadonlyMap<string, ReadonlySet<string>> {
  const { contents } = parseDocument(text, { logLevel: "error" });
  const [resources, conditions] = ["Resources", "Conditions"].map((section) =>
    isMap(contents) ? contents.get(section) : undefined,
  );
  const policies = ["DeletionPolicy", "UpdateReplacePolicy", "UpdatePolicy"];
  return new Map(
    resourcesIn(resources).flatMap(({ key, value }) =>
      policies.flatMap((policy): [string, ReadonlySet<string>][] => {
        const said = isMap(value) ? value.get(policy, true) : undefined;
        const made = isScalar(said) ? said.tag?.startsWith("!") : said !== undefined;
        return made ? [[`${String(key)}.${policy}`, namesIn(said, isMap(conditions) ? conditions : undefined)]] : [];
      }),
    ),
  );
}

/** Every word is taken for a name: too many of them are none of a parameter. */
function namesIn(node: unknown, conditions: YAMLMap | undefined, found = new Set<string>()): ReadonlySet<string> {
  visit(node as YAMLMap, {
    Scalar(_, { value }) {
      for (const [word] of String(value).matchAll(/[A-Za-z0-9]+/g)) {
        if (found.has(word)) continue;
        found.add(word);
        const condition = conditions?.get(word, true);
        if (condition !== undefined) namesIn(condition, conditions, found);
      }
    },
  });
  return found;
}
