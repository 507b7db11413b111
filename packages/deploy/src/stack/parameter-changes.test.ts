import { expect, test } from "@jest/globals";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { stackSummary } from "./summary";
import { folder, lines, missing, run, updateOf, wire } from "./testing/shop-stack";

const text = `Parameters:
  Environment: { Type: String }
  Zones: { Type: Number, Default: 2 }
  Size: { Type: String, Default: small }
  New: { Type: String, Default: n }
  Password: { Type: String, NoEcho: true, Default: secret-default }
  Key: { Type: String, NoEcho: true }
Resources:
  Topic: { Type: "AWS::SNS::Topic" }
`;
const values = { Environment: "staging", Zones: "10", Size: "large", Password: "****", Key: "****" };
const script = updateOf(values);

test.each(["plan", "apply"] as const)(
  "a value that goes back to the template's default is told before the change, and in the summary (%s)",
  async (mode) => {
    writeFileSync(join(folder, "root.yaml"), text);
    let toldBefore: string[] = [];
    const ExecuteChangeSet = () => {
      toldBefore = [...lines];
      return {};
    };
    const overrides = { Size: "huge", Key: "secret-key" };
    const result = await run({ ...script, ExecuteChangeSet }, { mode, overrides, review: mode === "plan" });
    const wanted = [
      ["Zones", "10", "2 (the template's default: nobody gives it)"],
      ["Size", "large", "huge"],
      ["New", "none", "n (the template's default: nobody gives it)"],
      ["Password", "****", "**** (the template's default: nobody gives it)"],
    ] as const;
    const told = mode === "plan" ? lines : toldBefore;
    const summary = stackSummary(result);
    for (const [name, before, after] of wanted) {
      expect(told).toContainEqual(`shop: parameter ${name}: ${before} → ${after}`);
      expect(summary).toContain(`| ${name} | ${before} | ${after} |`.replaceAll("*", "\\*"));
    }
    expect(result.parameters).toHaveLength(wanted.length);
    expect(JSON.stringify([lines, summary, result])).not.toMatch(/secret-/);
    expect(wire.actions().includes("ExecuteChangeSet")).toBe(mode === "apply");
  },
);

test("a new stack's parameters are told as well, but for the hidden ones that are given", async () => {
  writeFileSync(join(folder, "root.yaml"), text);
  const overrides = { Size: "huge", Key: "secret-key", Password: "secret-password" };
  const result = await run({ DescribeStacks: [missing] }, { mode: "plan", overrides, review: true });
  const told = [
    ["Environment", "staging"],
    ["Zones", "2 (the template's default: nobody gives it)"],
    ["Size", "huge"],
    ["New", "n (the template's default: nobody gives it)"],
  ] as const;
  for (const [name, value] of told) expect(stackSummary(result)).toContain(`| ${name} | none | ${value} |`);
  expect(lines.filter((line) => line.includes(": parameter "))).toEqual(
    told.map(([name, value]) => `shop: parameter ${name}: none → ${value}`),
  );
  expect(JSON.stringify([lines, result])).not.toContain("secret-");
});
