import { expect, test } from "@jest/globals";
import { unitTestsOn } from "./checks";

test.each([
  ["20", ["Unit tests on Node 20"]],
  ["24", []],
])("with Node %s on the machine the second unit-test checks are %j", (major, names) => {
  expect(unitTestsOn(major).map(({ name }) => name)).toEqual(names);
});
