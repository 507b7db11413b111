import { RegisterTaskDefinitionRequest$, TaskDefinition$ } from "@aws-sdk/client-ecs";
import { describe, expect, test } from "@jest/globals";
import { run, wire } from "./testing/rollout";
import { imageOf } from "./testing/scripted-cluster";

/** A structure of the SDK's model: [kind, namespace, name, traits, its members' names, their schemas]. */
type Structure = readonly [3, string, string, unknown, readonly string[], readonly unknown[]];
/** A list or a map: [kind, namespace, name, traits, …]; the last is what it holds. */
type Collection = readonly [1 | 2, string, string, unknown, ...unknown[]];

/** A value with every member set that the SDK's model has, so that a field which AWS adds is covered by raising the SDK. */
function filled(schema: unknown): unknown {
  const one = unwrapped(schema);
  if (!Array.isArray(one)) return simple(one);
  if (one[0] === 3) {
    const [, , , , names, members] = one as unknown as Structure;
    return Object.fromEntries(names.map((name, index) => [name, filled(members[index])]));
  }
  const content = filled((one as unknown as Collection).at(-1));
  if (one[0] === 1) return [content];
  if (one[0] === 2) return { key: content };
  return simple(one);
}

/** Members come as thunks, and with their traits as [schema, traits]. */
function unwrapped(schema: unknown): unknown {
  const one = typeof schema === "function" ? (schema as () => unknown)() : schema;
  return Array.isArray(one) && typeof one[0] !== "number" ? unwrapped(one[0]) : one;
}

/** Booleans are 2, numbers 1, times 4 and above, lists of text 64 and more; what is left is text. */
function simple(schema: unknown): unknown {
  if (schema === 2) return true;
  if (schema === 1) return 7;
  if (typeof schema === "number" && schema >= 4 && schema <= 7) return 1_700_000_000;
  if (typeof schema === "number" && schema >= 128) return { key: simple(schema & 63) };
  if (typeof schema === "number" && schema >= 64) return [simple(schema & 63)];
  return "text";
}

const membersOf = (schema: unknown) => (unwrapped(schema) as Structure)[4];
/** What ECS adds to a definition and refuses to be given. */
const readOnly = membersOf(TaskDefinition$).filter((name) => !membersOf(RegisterTaskDefinitionRequest$).includes(name));

describe("a task definition with every field set that the SDK's model has", () => {
  const full = filled(TaskDefinition$) as Record<string, unknown>;
  const [container] = full["containerDefinitions"] as Record<string, unknown>[];
  const named = ["taskDefinitionArn", "family", "revision", "status"];
  const rest = Object.fromEntries(Object.entries(full).filter(([name]) => !named.includes(name)));
  const reshaped = { ...rest, containerDefinitions: [{ ...container, name: "api", image: imageOf("api", "old") }] };

  test("is as large as the model", () => {
    expect(Object.keys(full).length).toBeGreaterThan(20);
    expect(Object.keys(container ?? {}).length).toBeGreaterThan(35);
    expect(JSON.stringify(full).length).toBeGreaterThan(3000);
  });

  test("survives the round trip unchanged but for the image and what ECS adds itself", async () => {
    await run({ reshaped: { api: reshaped } });
    const wanted = Object.fromEntries(Object.entries(reshaped).filter(([name]) => !readOnly.includes(name)));
    expect(wire?.inputs("RegisterTaskDefinition")).toEqual([
      {
        ...wanted,
        family: "cashsouk-api",
        containerDefinitions: [{ ...container, name: "api", image: imageOf("api", "new") }],
      },
    ]);
  });
});
