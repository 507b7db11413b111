import { isRecord, isText } from "../is-record";
import { replacement, type RootSettings } from "./overrides";
import { specifiers } from "./packages";
import { asRecord } from "./records";
import { overrideTarget } from "./selectors";

type Needs = readonly (readonly [name: string, specifier: string])[];

/** What the root depends on without being built itself, and what overrides put in a dependency's place. */
export function rootNeeds({ root, settings }: RootSettings): Needs {
  const overrides = [
    settings["overrides"],
    asRecord(root["pnpm"])["overrides"],
    root["resolutions"],
    root["overrides"],
  ];
  const all = specifiers(root);
  return [
    ...Object.entries({ ...root.optionalDependencies, ...root.dependencies }),
    ...overrides.flatMap((group) => readOverrides(asRecord(group), all)),
  ];
}

/** npm's stand below the package whose dependency they replace; `.` is that package, `$name` what the root says of one. */
function readOverrides(group: Record<string, unknown>, ofRoot: Readonly<Record<string, string>>, above = ""): Needs {
  return Object.entries(group).flatMap(([selector, value]): Needs => {
    const name = selector === "." ? above : overrideTarget(selector);
    if (isRecord(value)) return readOverrides(value, ofRoot, name);
    const said = isText(value) ? value : "";
    return [[name, replacement(said, ofRoot)]];
  });
}
