import { describe, expect, test } from "@jest/globals";
import { environments } from "@cashsouk/deploy";
import { parameterFile, renderTree, stacks, withImages } from "./render";
import { type Parameter, read, text } from "./template";

const readme = text("README.md");
const cases = environments.flatMap((environment) => stacks.map((stack) => ({ environment, stack })));

describe.each(cases)("parameters/$environment/$stack.json", ({ environment, stack }) => {
  const template = read(`${stack}.yaml`);
  const declared = template.Parameters ?? {};
  const given = parameterFile(environment, stack);

  test("names no parameter that the template does not declare", () => {
    expect(Object.keys(given).filter((name) => !(name in declared))).toEqual([]);
  });

  test("gives every parameter that has no default, images aside", () => {
    const filled = { ...withImages(template), ...given };
    const missing = Object.entries(declared).filter(
      ([name, { Default }]) => Default === undefined && !(name in filled),
    );
    expect(missing.map(([name]) => name)).toEqual([]);
  });

  test("gives values that the template accepts", () => {
    const refused = Object.entries(given).filter(([name, value]) => declared[name] && !accepts(declared[name], value));
    expect(refused).toEqual([]);
  });

  test("is for its environment", () => {
    if ("Environment" in declared) expect(given["Environment"]).toBe(environment);
  });
});

test("local needs nothing but its files", () => {
  expect(stacks.flatMap((stack) => renderTree("local", stack).flatMap(({ broken }) => broken))).toEqual([]);
});

// The account decides these: a made-up value would deploy something wrong, so the template refuses to go without.
test.each(["staging", "production"] as const)(
  "%s waits for what its account decides, and README.md lists it",
  (environment) => {
    const wanted = stacks.flatMap((stack) => renderTree(environment, stack).flatMap(({ broken }) => broken));
    const names = wanted.map((sentence) => sentence.split(" ")[0]!);
    expect(names).toEqual(["DeployerSubjects", "MainSubjects", "CertificateArn", "OriginPrefixListId"]);
    for (const name of names) expect(readme).toContain(`\`${name}\``);
  },
);

test("demonstration data stays local", () => {
  const [root] = renderTree("production", "migrations", { SeedDemo: "true" });
  expect(root!.broken).toEqual([expect.stringContaining("SeedDemo is for local only")]);
});

test("endpoints without another way out are refused, since sign-in could not be reached", () => {
  const [root] = renderTree("local", "platform", { EgressMode: "endpoints" });
  expect(root!.broken).toEqual([expect.stringContaining("TransitGatewayId")]);
});

function accepts({ Type, AllowedValues, AllowedPattern, MinValue, MaxValue }: Parameter, value: string): boolean {
  if (typeof value !== "string") return false;
  if (Type === "Number" && !/^\d+(\.\d+)?$/.test(value)) return false;
  if (AllowedValues && !AllowedValues.map(String).includes(value)) return false;
  if (AllowedPattern && !new RegExp(`^(?:${AllowedPattern})$`).test(value)) return false;
  return (MinValue === undefined || Number(value) >= MinValue) && (MaxValue === undefined || Number(value) <= MaxValue);
}
