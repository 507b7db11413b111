import { expect, test } from "@jest/globals";
import { deployed, run, stack, template, wire } from "./testing/shop-stack";

test.each([
  ["is turned on where it is off", true, false, [true]],
  ["is turned off where that is wanted", false, true, [false]],
  ["is left where it is as wanted", true, true, []],
  ["is left alone where nothing is wanted", undefined, true, []],
])("termination protection %s", async (_, wanted, now, told) => {
  await run(
    {
      DescribeStacks: [stack("UPDATE_COMPLETE", { ...deployed, EnableTerminationProtection: now })],
      GetTemplate: [{ TemplateBody: template }],
      UpdateTerminationProtection: [{ StackId: "shop" }],
    },
    { terminationProtection: wanted },
  );
  const calls = wire.inputs("UpdateTerminationProtection") as { EnableTerminationProtection: string }[];
  expect(calls.map((call) => call.EnableTerminationProtection)).toEqual(told.map(String));
});
